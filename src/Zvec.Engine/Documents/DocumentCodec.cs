using System.Text;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Documents;

/// <summary>Turns documents into bytes and back. Fields are named by identifier, so that bytes from before a field was added, renamed or
/// dropped can still be read. Safe for use by several threads.</summary>
/// <remarks>
/// <code>
/// flags   a byte: 1 for a partial document, else 0
/// key     a byte, the KeyType; String: varint of the length and UTF-8; Int32, Int64, UInt64: the number, little-endian; Guid: 16 bytes,
/// big-endian count   varint: the number of values that follow
/// values  each: varint field identifier; a byte, its type: 0 for null, a DataType, or 128 + VectorType; the value as
/// <see cref="ValueCodec"/> or         <see cref="ArrayCodec"/> writes it; a vector: varint of the length in bytes, the elements
/// </code>
/// A document that is not partial leaves nulls out; in a partial one what is left out is not changed.
/// </remarks>
internal sealed class DocumentCodec
{
    /// <summary>The largest document, in encoded bytes.</summary>
    public const int MaxDocumentBytes = 512 << 20;

    private const byte NullType = 0;
    private const byte VectorBase = 128;

    private readonly CollectionSchema _schema;
    private readonly int _maxDocumentBytes;
    private readonly int[] _ids;
    private readonly byte[] _types;
    private readonly int[] _vectorBytes;
    private readonly int[] _dimensions;
    private readonly bool[] _nullable;
    private readonly Dictionary<int, int> _positions = [];

    /// <param name="schema">The collection's schema, with identifiers.</param>
    /// <param name="maxDocumentBytes">The largest document to encode.</param>
    public DocumentCodec(CollectionSchema schema, int maxDocumentBytes = MaxDocumentBytes)
    {
        _schema = schema;
        _maxDocumentBytes = maxDocumentBytes;
        _ids = [.. schema.Fields.Select(field => field.Id), .. schema.Vectors.Select(vector => vector.Id)];
        _types =
        [
            .. schema.Fields.Select(field => (byte)field.Type),
            .. schema.Vectors.Select(vector => (byte)(VectorBase + (int)vector.Type)),
        ];
        _vectorBytes =
        [
            .. schema.Fields.Select(_ => 0),
            .. schema.Vectors.Select(vector => vector.Type.DataBytes(vector.Dimensions)),
        ];
        _dimensions = [.. schema.Fields.Select(_ => 0), .. schema.Vectors.Select(vector => vector.Dimensions)];
        _nullable = [.. schema.Fields.Select(field => field.Nullable), .. schema.Vectors.Select(vector => vector.Nullable)];
        for (int position = 0; position < _ids.Length; position++)
            _positions.Add(_ids[position], position);
    }

    /// <summary>Appends a document to what was written; when that fails, nothing is appended.</summary>
    /// <exception cref="ZvecException">The document is too large (<see cref="ZvecErrorCode.ResourceExhausted"/>).</exception>
    public void Encode(ByteWriter writer, NormalizedDocument document)
    {
        int start = writer.Length;
        try
        {
            EncodeUnchecked(writer, document);
            if (writer.Length - start > _maxDocumentBytes)
                throw new OverflowException();
        }
        catch (OverflowException exception)
        {
            writer.Truncate(start);
            throw new ZvecException(
                ZvecErrorCode.ResourceExhausted,
                $"Document {document.Key} does not fit collection '{_schema.Name}': it is larger than {_maxDocumentBytes} bytes, "
                    + "or what is written with it is too large; divide it.",
                exception);
        }
    }

    /// <summary>Appends a key to what was written.</summary>
    public static void EncodeKey(ByteWriter writer, DocumentKey key)
    {
        writer.WriteByte((byte)key.Type);
        switch (key.Type)
        {
            case KeyType.String:
                writer.WriteString(key.Text);
                break;
            case KeyType.Int32:
                writer.WriteInt32((int)key.Low);
                break;
            case KeyType.Guid:
                ValueCodec.WriteGuid(writer, (Guid)key.Value);
                break;
            default:
                writer.WriteUInt64(key.Low);
                break;
        }
    }

    /// <summary>Reads a document, and leaves the reader behind it.</summary>
    /// <param name="reader">The bytes.</param>
    /// <param name="path">The file that they are from, for messages.</param>
    /// <exception cref="ZvecException">The bytes are damaged.</exception>
    public NormalizedDocument Decode(ref SpanReader reader, string path)
    {
        int start = reader.Position;
        try
        {
            return DecodeUnchecked(ref reader);
        }
        catch (Exception exception) when (exception is EndOfStreamException or ArgumentException)
        {
            throw Corrupt(path, start, reader.Position, exception);
        }
    }

    /// <summary>Reads a key, and leaves the reader behind it.</summary>
    /// <exception cref="ZvecException">The bytes are damaged.</exception>
    public DocumentKey DecodeKey(ref SpanReader reader, string path)
    {
        int start = reader.Position;
        try
        {
            return DecodeKeyUnchecked(ref reader);
        }
        catch (Exception exception) when (exception is EndOfStreamException or ArgumentException)
        {
            throw Corrupt(path, start, reader.Position, exception);
        }
    }

    private static ZvecException Corrupt(string path, int start, int position, Exception exception) => new(
        ZvecErrorCode.DataCorruption,
        $"The file '{path}' is damaged: a document cannot be read at byte {position - start} of it ({exception.Message}). "
            + "Restore it from a backup.",
        exception);

    private void EncodeUnchecked(ByteWriter writer, NormalizedDocument document)
    {
        writer.WriteByte(document.IsPartial ? (byte)1 : (byte)0);
        EncodeKey(writer, document.Key);
        object?[] values = document.Values;
        object? leftOut = document.IsPartial ? NormalizedDocument.Absent : null;
        int count = 0;
        foreach (object? value in values)
        {
            if (value != leftOut)
                count++;
        }

        writer.WriteVarint((ulong)count);
        for (int position = 0; position < values.Length; position++)
        {
            object? value = values[position];
            if (value == leftOut)
                continue;
            writer.WriteVarint((ulong)_ids[position]);
            byte type = value is null ? NullType : _types[position];
            writer.WriteByte(type);
            if (type >= VectorBase)
                ValueCodec.WriteBinary(writer, (byte[])value!);
            else if (type != NullType)
                ValueCodec.Write(writer, (DataType)type, value!);
        }
    }

    private NormalizedDocument DecodeUnchecked(ref SpanReader reader)
    {
        bool partial = ValueCodec.ReadBool(ref reader);
        DocumentKey key = DecodeKeyUnchecked(ref reader);
        object?[] values = new object?[_ids.Length];
        Array.Fill(values, NormalizedDocument.Absent);
        int count = reader.ReadCount(minimumBytes: 2);
        int expected = 0;
        for (int i = 0; i < count; i++)
        {
            ulong id = reader.ReadVarint();
            byte type = reader.ReadByte();
            if (id >= (ulong)_schema.NextFieldId)
                throw new ArgumentException($"There never was a field {id}.");
            if (expected == _ids.Length || (ulong)_ids[expected] != id)
                expected = _positions.GetValueOrDefault((int)id, -1);
            if (expected < 0)
            {
                SkipDropped(ref reader, type);
                expected = 0;
                continue;
            }

            if (values[expected] != NormalizedDocument.Absent)
                throw new ArgumentException($"Field {id} is there twice.");
            values[expected] = ReadValue(ref reader, expected, type);
            expected++;
        }

        if (!partial)
            FillNulls(values);
        return new NormalizedDocument(key, values, partial);
    }

    private void FillNulls(object?[] values)
    {
        for (int position = 0; position < values.Length; position++)
        {
            if (values[position] == NormalizedDocument.Absent)
                values[position] = _nullable[position] ? null : throw new ArgumentException($"Field {_ids[position]} is missing.");
        }
    }

    private object? ReadValue(ref SpanReader reader, int position, byte type)
    {
        if (type == NullType)
            return _nullable[position] ? null : throw new ArgumentException($"Field {_ids[position]} is null.");
        if (type != _types[position])
            throw new ArgumentException($"Field {_ids[position]} has type {type} where {_types[position]} was expected.");
        if (type < VectorBase)
            return ValueCodec.Read(ref reader, (DataType)type);
        byte[] elements = ValueCodec.ReadBinary(ref reader);
        if (type == VectorBase + (int)VectorType.Sparse)
        {
            return SparseElements.FindProblem(elements, _dimensions[position]) is { } problem
                ? throw new ArgumentException($"Vector {_ids[position]} {problem}.")
                : elements;
        }

        if (elements.Length != _vectorBytes[position])
        {
            throw new ArgumentException($"Vector {_ids[position]} has {elements.Length} bytes where "
                + $"{_vectorBytes[position]} were expected.");
        }

        if (VectorElements.HasStrayBits((VectorType)(type - VectorBase), _dimensions[position], elements))
            throw new ArgumentException($"Vector {_ids[position]} has bits set beyond its {_dimensions[position]}.");
        int bad = VectorElements.IndexOfNotFinite((VectorType)(type - VectorBase), elements);
        return bad < 0 ? elements : throw new ArgumentException($"Element {bad} of vector {_ids[position]} is not finite.");
    }

    private static void SkipDropped(ref SpanReader reader, byte type)
    {
        if (type >= VectorBase)
            reader.ReadBytes(reader.ReadCount());
        else if (Enum.IsDefined((DataType)type))
            ValueCodec.Read(ref reader, (DataType)type);
        else if (type != NullType)
            throw new ArgumentException($"{type} is not a type.");
    }

    private DocumentKey DecodeKeyUnchecked(ref SpanReader reader)
    {
        var type = (KeyType)reader.ReadByte();
        if (type != _schema.Key)
            throw new ArgumentException($"The key has type {(int)type} where {(int)_schema.Key} was expected.");
        switch (type)
        {
            case KeyType.String:
                int before = reader.Position;
                string text = ValueCodec.ReadString(ref reader);
                return text.Length > 0 && Encoding.UTF8.GetByteCount(text) <= DocumentKey.MaxTextBytes
                    ? new DocumentKey(text)
                    : throw new ArgumentException($"The key takes {reader.Position - before} bytes.");
            case KeyType.Int32:
                return new DocumentKey(reader.ReadInt32());
            case KeyType.Guid:
                return new DocumentKey(ValueCodec.ReadGuid(ref reader));
            default:
                return DocumentKey.FromBits(type, reader.ReadUInt64(), 0);
        }
    }
}
