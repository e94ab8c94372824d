namespace Portal.Core.Mime;

/// <summary>How far a message is taken apart. Beyond a limit it stays readable as far as it goes, with a remark.</summary>
public sealed record OutlineOptions
{
    /// <summary>The limits of the product.</summary>
    public static OutlineOptions Default { get; } = new();

    /// <summary>How deep multiparts and messages nest; what is deeper stays one part that is not taken apart.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>How many parts are listed; what follows is skipped.</summary>
    public int MaxParts { get; init; } = 1000;

    /// <summary>How many fields of one header block are read.</summary>
    public int MaxHeaders { get; init; } = 1000;

    /// <summary>How many bytes of one field are read, folded lines included.</summary>
    public int MaxHeaderLine { get; init; } = 64 * 1024;

    /// <summary>How many bytes of all header blocks of a message together are read.</summary>
    public int MaxHeaderBytes { get; init; } = 1024 * 1024;
}
