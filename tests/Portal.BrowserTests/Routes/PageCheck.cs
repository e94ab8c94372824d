using System.Globalization;
using Microsoft.Playwright;

namespace Portal.BrowserTests.Routes;

/// <summary>What holds for every page on a phone: it fits, says in which language it is, has one heading, and labels what can be filled in.</summary>
internal static class PageCheck
{
    public const int Width = 390;
    public const int Height = 844;

    // All text that is seen or heard, mails apart: text nodes that are not hidden, and what attributes say.
    private const string Pieces = """
        () => {
          const shown = e => e.checkVisibility({ visibilityProperty: true }) || e.closest('title');
          const pieces = [document.title];
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const parent = walk.currentNode.parentElement;
            if (!parent.closest('script, style, template, .mail-text, [translate=no], [lang]:not(html)') && shown(parent)) pieces.push(walk.currentNode.data);
          }
          for (const e of document.querySelectorAll('body *'))
            for (const name of ['title', 'alt', 'aria-label', 'placeholder'])
              if (e.hasAttribute(name)) pieces.push(e.getAttribute(name));
          return pieces;
        }
        """;

    private const string Unlabelled = """
        () => [...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, meter')]
          .filter(e => !(e.labels?.length && [...e.labels].every(l => l.innerText.trim())) && !e.getAttribute('aria-label')?.trim()
            && !(e.tagName === 'BUTTON' && e.innerText.trim()))
          .map(e => e.outerHTML)
        """;

    private const string Small = """
        () => [...document.querySelectorAll('.button, .field-input, select, .settings-link, .mail-link, .choice input')]
          .filter(e => e.checkVisibility() && !e.closest('.visually-hidden'))
          .filter(e => { const box = (e.closest('.choice') ?? e).getBoundingClientRect(); return box.height < 44 || box.width < 44; })
          .map(e => `${e.outerHTML.slice(0, 80)} ${Math.round(e.getBoundingClientRect().width)}x${Math.round(e.getBoundingClientRect().height)}`)
        """;

    private const string Broken = """
        () => [...document.querySelectorAll('h1, h2, .button, label')].filter(e => e.checkVisibility() && !e.closest('[dir=auto], .note-address')).filter(e => {
          e.style.overflowWrap = 'normal';
          const broken = e.scrollWidth > Math.ceil(e.getBoundingClientRect().width);
          e.style.overflowWrap = '';
          return broken;
        }).map(e => e.innerText)
        """;

    // What waits for a script that does not come must not be seen.
    private const string Dead = "() => [...document.querySelectorAll('[hidden], button[type=button]')].filter(e => e.checkVisibility()).map(e => e.outerHTML)";

    /// <summary>All that a page says, mails and codes apart.</summary>
    public static Task<string[]> PiecesAsync(IPage page) => page.EvaluateAsync<string[]>(Pieces);

    public static async Task<List<string>> FaultsAsync(IPage page, RoutePage row, string language, PageText texts)
    {
        var faults = new List<string>();
        var headings = await page.Locator("h1").AllInnerTextsAsync();
        if (headings.Count != 1 || !texts.Is(row.Heading, headings[0]))
        {
            faults.Add($"its headings are {string.Join(" | ", headings)} at {page.Url}");
        }

        if (await page.Locator("html").GetAttributeAsync("lang") is var lang && lang != language)
        {
            faults.Add($"says that it is in {lang}");
        }

        if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") is > Width and var wide)
        {
            faults.Add($"is {wide} px wide");
        }

        var screens = await page.EvaluateAsync<double>("document.documentElement.scrollHeight") / Height;
        if (screens > row.Screens)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"is {screens:F2} screens long"));
        }

        faults.AddRange((await page.EvaluateAsync<string[]>(Unlabelled)).Select(control => $"has no label for {control}"));
        faults.AddRange((await page.EvaluateAsync<string[]>(Small)).Select(control => $"is hard to touch: {control}"));
        faults.AddRange((await page.EvaluateAsync<string[]>(Broken)).Select(text => $"breaks a word of {text}"));
        faults.AddRange((await page.EvaluateAsync<string[]>(Dead)).Select(control => $"shows what needs a script: {control}"));
        faults.AddRange(texts.Faults(await PiecesAsync(page)));
        return faults;
    }
}
