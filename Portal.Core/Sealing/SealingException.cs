namespace Portal.Core.Sealing;

/// <summary>
/// Sealed bytes were refused. The text is the same for every cause, so that it may travel; <see cref="Failure"/> is for the log alone.
/// </summary>
public sealed class SealingException : Exception
{
    /// <summary>Makes the refusal.</summary>
    public SealingException(SealingFailure failure)
        : base("The sealed data cannot be opened.") => Failure = failure;

    /// <summary>The cause.</summary>
    public SealingFailure Failure { get; }
}
