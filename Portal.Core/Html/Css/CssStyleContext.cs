namespace Portal.Core.Html.Css;

/// <summary>What the writing of declarations needs to know and tells back.</summary>
internal sealed class CssStyleContext
{
    /// <summary>An address of the mail's style to a <c>data:</c> picture, or null. Counts what it does not resolve.</summary>
    public required Func<string, string?> Picture { get; init; }

    /// <summary>Set when a colour or a ground was written: the mail then keeps a light ground.</summary>
    public bool HasColours { get; set; }
}
