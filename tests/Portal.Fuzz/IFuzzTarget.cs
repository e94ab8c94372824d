namespace Portal.Fuzz;

/// <summary>Something that reads strangers' bytes.</summary>
internal interface IFuzzTarget
{
    string Name { get; }

    /// <summary>Inputs to begin with.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Pieces that mean something to the reader.</summary>
    IReadOnlyList<byte[]> Words { get; }

    /// <summary>Reads the input. Documented refusals are swallowed; whatever else is thrown is a finding.</summary>
    Task RunAsync(byte[] input);
}
