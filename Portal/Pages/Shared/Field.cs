namespace Portal.Pages.Shared;

/// <summary>One labelled field of a form; its name is its id too.</summary>
internal sealed record Field(string Name, string Label)
{
    public string Type { get; init; } = "text";

    public string? Value { get; init; }

    public string? Help { get; init; }

    public string? Error { get; init; }

    public string? Autocomplete { get; init; }

    public string? InputMode { get; init; }

    public string EnterKeyHint { get; init; } = "next";

    /// <summary>Whether the field takes words of a language, which browsers correct and begin with a capital.</summary>
    public bool Prose { get; init; }

    public int MaxLength { get; init; } = 200;

    /// <summary>The ids of the help and the error, or null where there is neither.</summary>
    public string? DescribedBy => (Help, Error) switch
    {
        (null, null) => null,
        (_, null) => $"{Name}-help",
        (null, _) => $"{Name}-error",
        _ => $"{Name}-error {Name}-help",
    };
}
