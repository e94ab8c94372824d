namespace Portal.Core.Html.Css;

/// <summary>Finds the declarations that hide text or show it again.</summary>
internal static class HidingDeclarations
{
    public static IEnumerable<HidingDeclaration> Of(IEnumerable<CssDeclaration> declarations)
    {
        foreach (var declaration in declarations)
        {
            HidingProperty? property = declaration.Name switch
            {
                "display" => HidingProperty.Display,
                "visibility" => HidingProperty.Visibility,
                "opacity" => HidingProperty.Opacity,
                "font-size" or "font" => HidingProperty.FontSize,
                "max-height" => HidingProperty.MaxHeight,
                "height" => HidingProperty.Height,
                "overflow" or "overflow-y" => HidingProperty.Overflow,
                _ => null,
            };
            var value = property is null ? HidingValue.Unset : Value(property.Value, declaration);
            if (value != HidingValue.Unset)
            {
                yield return new HidingDeclaration(property!.Value, value, declaration.Important);
            }
        }
    }

    private static HidingValue Value(HidingProperty property, CssDeclaration declaration) => property switch
    {
        HidingProperty.FontSize => FontSize(declaration),
        HidingProperty.Display => Word(declaration, "none"),
        HidingProperty.Visibility => Word(declaration, "hidden", "collapse"),
        HidingProperty.Overflow => Word(declaration, "hidden", "clip"),
        HidingProperty.Opacity => declaration.Single is { IsNumeric: true } only
            ? only.Number < (only.Kind == CssKind.Percentage ? 10 : 0.1) ? HidingValue.Hidden : HidingValue.Shown
            : HidingValue.Unset,
        _ => declaration.Single is { IsNumeric: true } only ? Nought(only) : HidingValue.Shown,
    };

    private static HidingValue Word(CssDeclaration declaration, params ReadOnlySpan<string> hiding)
    {
        foreach (var word in hiding)
        {
            if (declaration.Says(word))
            {
                return HidingValue.Hidden;
            }
        }

        return declaration.Says("inherit") ? HidingValue.Inherited : declaration.Single?.Kind == CssKind.Ident ? HidingValue.Shown : HidingValue.Unset;
    }

    private static HidingValue FontSize(CssDeclaration declaration)
    {
        var size = declaration.Value.FirstOrDefault(token => token.Kind is CssKind.Dimension or CssKind.Percentage || token is { Kind: CssKind.Number, Number: < 1 });
        return size.Kind switch
        {
            CssKind.Number => Nought(size),
            CssKind.Percentage => size.Number <= 0 ? HidingValue.Hidden : HidingValue.Inherited,
            CssKind.Dimension when size.Text is "em" or "ex" or "ch" => size.Number <= 0 ? HidingValue.Hidden : HidingValue.Inherited,
            CssKind.Dimension => Nought(size),
            _ when declaration.Name == "font" => HidingValue.Unset,
            _ => declaration.Says("inherit") || declaration.Says("smaller") || declaration.Says("larger") ? HidingValue.Inherited
                : declaration.Single?.Kind == CssKind.Ident ? HidingValue.Shown : HidingValue.Unset,
        };
    }

    private static HidingValue Nought(CssToken token) => token.Number is > -0.01 and < 0.01 ? HidingValue.Hidden : HidingValue.Shown;
}
