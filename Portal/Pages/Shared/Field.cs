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

    /// <summary>Whether the form may be sent without it.</summary>
    public bool Optional { get; init; }

    public int MaxLength { get; init; } = 200;

    /// <summary>The id of something else on the page that describes the field.</summary>
    public string? Hint { get; init; }

    /// <summary>The ids of the error, the help and the hint, or null where there is none.</summary>
    public string? DescribedBy
    {
        get
        {
            var ids = new[] { Error is null ? null : $"{Name}-error", Help is null ? null : $"{Name}-help", Hint }.Where(id => id is not null);
            return ids.Any() ? string.Join(' ', ids) : null;
        }
    }
}
