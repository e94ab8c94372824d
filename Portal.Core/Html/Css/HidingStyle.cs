namespace Portal.Core.Html.Css;

/// <summary>The properties by which senders hide text.</summary>
internal enum HidingProperty
{
    Display,
    Visibility,
    Opacity,
    FontSize,
    MaxHeight,
    Height,
    Overflow,
    Count,
}

/// <summary>What a declaration says about being seen.</summary>
internal enum HidingValue : byte
{
    Unset,
    Shown,
    Hidden,
    Inherited,
}

/// <summary>One declaration that matters to what is seen.</summary>
internal readonly record struct HidingDeclaration(HidingProperty Property, HidingValue Value, bool Important);
