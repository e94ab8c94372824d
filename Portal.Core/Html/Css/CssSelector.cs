using System.Text;
using AngleSharp.Dom;

namespace Portal.Core.Html.Css;

/// <summary>One selector of the small grammar: compounds joined by descendant or child combinators, the last one first in matching.</summary>
internal sealed record CssSelector(IReadOnlyList<CssCompound> Compounds)
{
    public CssCompound Subject => Compounds[^1];

    public int Specificity { get; } = Compounds.Sum(compound => compound.Specificity);

    /// <summary>Whether the element matches. Each comparison takes one from <paramref name="effort"/>; with none left nothing matches.</summary>
    public bool Matches(IElement element, ref long effort) => Subject.Matches(element) && Above(element, Compounds.Count - 1, ref effort);

    public void Write(StringBuilder css)
    {
        for (var i = 0; i < Compounds.Count; i++)
        {
            var compound = Compounds[i];
            css.Append(i == 0 ? "" : compound.Child ? ">" : " ");
            css.Append(compound.Type ?? (compound.Id is null && compound.Classes.Count == 0 ? "*" : ""));
            if (compound.Id is not null)
            {
                css.Append('#').Append(CssNames.Prefix).Append(compound.Id);
            }

            foreach (var name in compound.Classes)
            {
                css.Append('.').Append(CssNames.Prefix).Append(name);
            }
        }
    }

    // The depth of recursion is the number of compounds, which the reader limits.
    private bool Above(IElement element, int index, ref long effort)
    {
        if (index == 0)
        {
            return true;
        }

        for (var parent = element.ParentElement; parent is not null && effort > 0; parent = parent.ParentElement)
        {
            effort--;
            if (Compounds[index - 1].Matches(parent) && Above(parent, index - 1, ref effort))
            {
                return true;
            }

            if (Compounds[index].Child)
            {
                return false;
            }
        }

        return false;
    }
}
