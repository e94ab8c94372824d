using System.Text;

namespace Portal.Core.Html.Css;

/// <summary>Writes those declarations anew that the allow list knows.</summary>
internal sealed class CssDeclarationWriter(CssStyleContext context)
{
    /// <summary>Appends <c>name:value;</c> for each declaration that is kept.</summary>
    /// <param name="declarations">Of one rule or one style attribute.</param>
    /// <param name="css">Where to.</param>
    /// <param name="important">Whether marks of importance are kept: in sheets, so that they can override style attributes.</param>
    /// <param name="colours">Whether colours are kept. Under a condition they are not: a colour must not hide text at one width only.</param>
    public void Write(IEnumerable<CssDeclaration> declarations, StringBuilder css, bool important, bool colours)
    {
        foreach (var declaration in declarations)
        {
            var mark = important && declaration.Important ? "!important;" : ";";
            var isColour = declaration.Name == "color" || declaration.Name.StartsWith("background", StringComparison.Ordinal);
            if (isColour && !colours)
            {
                continue;
            }

            if (declaration.Name == "background")
            {
                Background(declaration.Value, css, mark);
            }
            else if (Value(declaration.Name, declaration.Value) is { } value)
            {
                css.Append(declaration.Name).Append(':').Append(value).Append(mark);
                context.HasColours |= isColour;

                // The base sheet lets blocks grow beyond their height so that text cannot be cut off; what is left of it is the least height.
                if (declaration.Name == "height" && value != "auto")
                {
                    css.Append("min-height:").Append(value).Append(mark);
                }
            }
        }
    }

    private string? Value(string name, List<CssToken> tokens) =>
        CssProperties.Find(name) is { } property ? new CssValueWriter(property, context).Write(tokens, seeThrough: name != "color") : null;

    // Of the shorthand the colour and the picture are kept, each on its own: a remote picture must not take the colour with it.
    private void Background(List<CssToken> tokens, StringBuilder css, string mark)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var end = tokens[i].Kind == CssKind.Function ? Math.Min(CssReader.Closing(tokens, i, tokens.Count), tokens.Count - 1) : i;
            var part = tokens.GetRange(i, end - i + 1);
            foreach (var name in (string[])["background-color", "background-image", "background-repeat"])
            {
                if (tokens[i].Kind != CssKind.Whitespace && Value(name, part) is { } value)
                {
                    css.Append(name).Append(':').Append(value).Append(mark);
                    context.HasColours = true;
                    break;
                }
            }

            i = end;
        }
    }
}
