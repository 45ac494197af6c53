using System.Buffers.Binary;
using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Quantizers;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Data;
using Zvec.Engine.Tests.Indexes.Vectors;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Quantizers;

public sealed unsafe class CodesFileTests
{
    private const string Path = "v1.codes";

    [Theory]
    [InlineData(Quantization.Float16, true)]
    [InlineData(Quantization.Int8, false)]
    [InlineData(Quantization.Int4, true)]
    public void Codes_come_back_as_they_were_made(Quantization codes, bool isRotated)
    {
        var form = new QuantizerForm(codes, Metric.Cosine, GloveVectors.Dimensions, isRotated);
        var layout = new VectorRowLayout(VectorType.Float32, GloveVectors.Dimensions, HasNorm: true);
        byte[]?[] vectors = [.. Enumerable.Range(0, 300).Select(row => row % 7 == 3 ? null : VectorColumns.Bytes<float>(GloveVectors.Row(row)))];
        using MutableVectorColumn column = VectorColumns.Mutable(layout, vectors);
        var files = new MemoryFileSystem("/");
        using (var writer = new SectionFileWriter(files, Path, CodesFormat.Kind, CodesFormat.Version))
        {
            CodesWriter.Write(writer, form, column, TestContext.Current.CancellationToken);
            writer.Finish();
        }

        using var reader = new SectionFileReader(files, Path, CodesFormat.Kind, CodesFormat.Version, verify: true);
        VectorCodes opened = CodesReader.Open(reader);
        Assert.Equal(form, opened.Quantizer.Form);
        Assert.Equal(300, opened.Count);
        byte[] expected = new byte[opened.Quantizer.Stride];
        for (int row = 0; row < 300; row++)
        {
            if (vectors[row] is null)
                Array.Clear(expected);
            else
                opened.Quantizer.Encode(GloveVectors.Row(row), expected);
            Assert.Equal(expected, new ReadOnlySpan<byte>(opened.Rows + (row * opened.Quantizer.Stride), opened.Quantizer.Stride).ToArray());
        }
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(4, 7)]
    [InlineData(8, 0)]
    [InlineData(8, 6)]
    [InlineData(12, 2)]
    [InlineData(12, 1)]
    [InlineData(16, 60)]
    [InlineData(20, 4)]
    [InlineData(28, 1)]
    public void A_damaged_header_is_refused(int offset, int value)
    {
        var quantizer = Quantizer.Create(new QuantizerForm(Quantization.Int8, Metric.L2, 5, IsRotated: false), new float[5]);
        byte[] header = new byte[CodesFormat.HeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header, (int)Quantization.Int8);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), (int)Metric.L2);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), 5);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), quantizer.Stride);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(20), 3);
        Assert.Equal(3, Open(header, quantizer.Stride).Count);

        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(offset), value);
        ZvecException refused = Assert.Throws<ZvecException>(() => Open(header, quantizer.Stride));
        Assert.Equal(ZvecErrorCode.DataCorruption, refused.Code);
    }

    private static VectorCodes Open(byte[] header, int stride)
    {
        var files = new MemoryFileSystem("/");
        using (var writer = new SectionFileWriter(files, Path, CodesFormat.Kind, CodesFormat.Version))
        {
            writer.WriteSection(CodesFormat.HeaderSection, header);
            writer.WriteSection(CodesFormat.MeanSection, new byte[5 * sizeof(float)]);
            writer.WriteSection(CodesFormat.RowsSection, new byte[3 * stride]);
            writer.Finish();
        }

        using var reader = new SectionFileReader(files, Path, CodesFormat.Kind, CodesFormat.Version, verify: true);
        return CodesReader.Open(reader);
    }
}
