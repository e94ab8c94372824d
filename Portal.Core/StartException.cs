namespace Portal.Core;

/// <summary>Something that an operator can mend keeps the portal from starting. The texts say what and how; <see cref="SettingsFailure"/> shows them.</summary>
public abstract class StartException : Exception
{
    /// <summary>One thing to mend.</summary>
    protected StartException(string message, Exception? inner = null)
        : base(message, inner) => Texts = [message];

    /// <summary>Several, at least one.</summary>
    protected StartException(IReadOnlyList<string> texts)
        : base(texts[0]) => Texts = texts;

    /// <summary>What is to be mended, one thing each.</summary>
    public IReadOnlyList<string> Texts { get; }
}
