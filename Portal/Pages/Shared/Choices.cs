namespace Portal.Pages.Shared;

/// <summary>One labelled list of which one entry is chosen; its name is its id too.</summary>
internal sealed record Choices(string Name, string Label, string Value)
{
    /// <summary>What is sent, and what people read.</summary>
    public required IReadOnlyList<(string Value, string Text)> All { get; init; }

    public string? Help { get; init; }

    public string? Error { get; init; }
}
