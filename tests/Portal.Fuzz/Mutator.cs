namespace Portal.Fuzz;

/// <summary>Makes a new input out of known ones. All of it follows from the random numbers it is given.</summary>
internal sealed class Mutator(Dice dice, IFuzzTarget target)
{
    private const int Longest = 512 * 1024;

    private static readonly byte[] Remarkable = [0x00, 0x01, 0x0A, 0x0D, 0x20, 0x22, 0x2D, 0x2E, 0x30, 0x3C, 0x7F, 0x80, 0xA0, 0xC3, 0xFE, 0xFF];

    public byte[] Next()
    {
        var input = Seed();
        for (var rounds = 1 + dice.Next(6); rounds > 0; rounds--)
        {
            input = Step(input);
        }

        return input.Length <= Longest ? input : input[..Longest];
    }

    private byte[] Seed() => target.Seeds[dice.Next(target.Seeds.Count)];

    private byte[] Step(byte[] input)
    {
        var (from, to) = Range(input.Length);
        return dice.Next(9) switch
        {
            0 => Changed(input, b => (byte)(b ^ (1 << dice.Next(8)))),
            1 => Changed(input, _ => Remarkable[dice.Next(Remarkable.Length)]),
            2 => [.. input[..from], .. input[to..]],
            3 => [.. input[..to], .. input[from..]],
            4 => [.. input[..from], .. Word(), .. input[from..]],
            5 => [.. input[..from], .. Word(), .. input[to..]],
            6 => Spliced(input, from),
            7 => input[..to],
            _ => Repeated(input, from, Math.Min(to, from + 64)),
        };
    }

    private (int From, int To) Range(int length)
    {
        var from = dice.Next(length + 1);
        return (from, Math.Min(length, from + dice.Next(1 + (dice.Next(3) == 0 ? length : 40))));
    }

    private byte[] Word() => target.Words.Count == 0 ? [(byte)dice.Next(256)] : target.Words[dice.Next(target.Words.Count)];

    private byte[] Changed(byte[] input, Func<byte, byte> change)
    {
        var changed = (byte[])input.Clone();
        for (var times = 1 + dice.Next(4); times > 0 && changed.Length > 0; times--)
        {
            var at = dice.Next(changed.Length);
            changed[at] = change(changed[at]);
        }

        return changed;
    }

    private byte[] Spliced(byte[] input, int at)
    {
        var other = Seed();
        var (from, to) = Range(other.Length);
        return [.. input[..at], .. other[from..to], .. input[at..]];
    }

    // What takes more than linear time shows itself here.
    private byte[] Repeated(byte[] input, int from, int to)
    {
        var times = Math.Min(1 << dice.Next(14), to > from ? Longest / (to - from) : 0);
        return [.. input[..from], .. Enumerable.Repeat(input[from..to], times).SelectMany(piece => piece), .. input[to..]];
    }
}
