namespace Portal.Core.Smime;

/// <summary>The identifier and length octets of one BER value (X.690 §8.1.2, §8.1.3), gathered byte by byte.</summary>
internal struct BerHeader
{
    private byte _seen;
    private byte _lengthBytes;

    public byte Tag { get; private set; }

    /// <summary>Bytes of content; -1 while indefinite.</summary>
    public long Length { get; private set; }

    public readonly bool Constructed => (Tag & 0x20) != 0;

    /// <summary>Takes one byte. True when the header is complete; the next byte then begins another.</summary>
    public bool Add(byte value)
    {
        switch (_seen++)
        {
            case 0:
                Tag = (value & 0x1F) == 0x1F ? throw RefusedException.Malformed() : value; // CMS has no tag above 30
                return false;
            case 1 when value < 0x80:
                Length = value;
                return Done();
            case 1 when value == 0x80:
                Length = Constructed ? -1 : throw RefusedException.Malformed();
                return Done();
            case 1:
                Length = 0;
                _lengthBytes = (byte)(value & 0x7F) is var count and <= 8 ? count : throw RefusedException.Malformed();
                return false;
            default:
                Length = Length >> 55 == 0 ? Length << 8 | value : throw RefusedException.Malformed();
                return --_lengthBytes == 0 && Done();
        }
    }

    private bool Done()
    {
        _seen = 0;
        return true;
    }
}
