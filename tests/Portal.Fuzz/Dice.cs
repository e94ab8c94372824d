namespace Portal.Fuzz;

/// <summary>Numbers that follow from a seed and are the same on every machine and with every runtime (SplitMix64).</summary>
internal sealed class Dice(int seed, long number)
{
    private ulong _state = ((ulong)(uint)seed << 32) ^ ((ulong)number * 0xD1B54A32D192ED03);

    /// <summary>From nought up to but not including the end.</summary>
    public int Next(int end)
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)end);
    }
}
