using AngleSharp.Dom;

namespace Portal.Core.Html.Css;

/// <summary>
/// Answers for each element what the sender's style sheets and its style attribute say about being seen (CSS Cascading Level 4 §6, with
/// only the rules that count everywhere: those under a condition neither hide nor show).
/// </summary>
internal sealed class HidingCascade
{
    // Enough for any mail; a mail that wants more matching work than this shows its text instead of hiding it.
    private const long MostEffort = 20_000_000;

    private readonly Dictionary<string, List<Entry>> _byKey = new(StringComparer.Ordinal);
    private long _effort = MostEffort;

    public HidingCascade(IEnumerable<CssRule> rules)
    {
        var order = 0;
        foreach (var rule in rules.Where(rule => !rule.Media.IsConditional))
        {
            order++;
            HidingDeclaration[] declarations = [.. HidingDeclarations.Of(rule.Declarations)];
            if (declarations.Length == 0)
            {
                continue;
            }

            foreach (var selector in rule.Selectors)
            {
                var key = Key(selector.Subject);
                if (!_byKey.TryGetValue(key, out var entries))
                {
                    _byKey[key] = entries = [];
                }

                entries.Add(new Entry(selector, declarations, ((long)selector.Specificity << 24) + order));
            }
        }
    }

    /// <summary>The winning values, indexed by <see cref="HidingProperty"/>.</summary>
    /// <param name="element">The element.</param>
    /// <param name="inline">What its style attribute says.</param>
    /// <param name="values">Filled; its length is <see cref="HidingProperty.Count"/>.</param>
    public void Resolve(IElement element, IReadOnlyList<HidingDeclaration> inline, Span<HidingValue> values)
    {
        values.Clear();
        Span<long> weights = stackalloc long[(int)HidingProperty.Count];
        weights.Clear();
        if (element.HasAttribute("hidden"))
        {
            values[(int)HidingProperty.Display] = HidingValue.Hidden;
        }

        if (_byKey.Count > 0)
        {
            FromSheets(element, values, weights);
        }

        foreach (var declaration in inline)
        {
            Put(declaration, 1L << 60, values, weights);
        }
    }

    private void FromSheets(IElement element, Span<HidingValue> values, Span<long> weights)
    {
        Look("*", element, values, weights);
        Look(element.LocalName, element, values, weights);
        if (element.GetAttribute("id") is { Length: > 0 } id)
        {
            Look("#" + id, element, values, weights);
        }

        if (CssCompound.ClassesOf(element) is { Length: > 0 } names)
        {
            foreach (var range in names.AsSpan().SplitAny(' ', '\t', '\n', '\r', '\f'))
            {
                if (names.AsSpan(range) is { IsEmpty: false } name)
                {
                    Look(string.Concat(".", name), element, values, weights);
                }
            }
        }
    }

    private void Look(string key, IElement element, Span<HidingValue> values, Span<long> weights)
    {
        if (!_byKey.TryGetValue(key, out var entries))
        {
            return;
        }

        foreach (var entry in entries)
        {
            if (--_effort < 0 || !entry.Selector.Matches(element, ref _effort))
            {
                continue;
            }

            foreach (var declaration in entry.Declarations)
            {
                Put(declaration, entry.Weight, values, weights);
            }
        }
    }

    private static void Put(HidingDeclaration declaration, long weight, Span<HidingValue> values, Span<long> weights)
    {
        var index = (int)declaration.Property;
        weight += declaration.Important ? 1L << 61 : 0;
        if (weight >= weights[index])
        {
            weights[index] = weight;
            values[index] = declaration.Value;
        }
    }

    private static string Key(CssCompound subject) =>
        subject.Id is not null ? "#" + subject.Id
        : subject.Classes.Count > 0 ? "." + subject.Classes[^1]
        : subject.Type ?? "*";

    private sealed record Entry(CssSelector Selector, HidingDeclaration[] Declarations, long Weight);
}
