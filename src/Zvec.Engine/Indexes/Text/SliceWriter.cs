namespace Zvec.Engine.Indexes.Text;

/// <summary>The end of one stream of a <see cref="SlicePool"/>, where bytes are appended.</summary>
internal struct SliceWriter
{
    private int _first;
    private int _address;
    private int _room;
    private int _slices;

    /// <summary>The first byte of the stream, once there is one.</summary>
    public readonly SlicePosition Start => new(_first, 0, 0);

    /// <summary>Where the stream ends now.</summary>
    public readonly SlicePosition End => new(_address, _slices - 1, SlicePool.RoomIn(_slices - 1) - _room);

    /// <summary>The bytes of the stream.</summary>
    public readonly long Length
    {
        get
        {
            long length = -_room;
            for (int slice = 0; slice < _slices; slice++)
                length += SlicePool.RoomIn(slice);
            return length;
        }
    }

    /// <summary>Appends a varint.</summary>
    public void Write(SlicePool pool, ulong value)
    {
        while (value >= 0x80)
        {
            WriteByte(pool, (byte)(value | 0x80));
            value >>= 7;
        }

        WriteByte(pool, (byte)value);
    }

    private void WriteByte(SlicePool pool, byte value)
    {
        if (_room == 0)
        {
            int next = pool.Take(_slices);
            if (_slices == 0)
                _first = next;
            else
                pool.Link(_address, next);
            _address = next;
            _room = SlicePool.RoomIn(_slices++);
        }

        pool.Find(_address++, out int offset)[offset] = value;
        _room--;
    }
}
