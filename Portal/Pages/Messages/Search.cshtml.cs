using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Portal.Core.Messages.Search;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>Searches the reader's messages. What is looked for is posted: addresses are written into logs and histories.</summary>
internal sealed class SearchModel(SearchMessages search, CurrentReader reader, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = "q")]
    public string? Query { get; set; }

    /// <summary>How far the search has come.</summary>
    [BindProperty(Name = "from")]
    public string? From { get; set; }

    public SearchPage? Result { get; private set; }

    public FormErrors Errors { get; } = new();

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (SearchWords.Parse(Query) is not { } words)
        {
            Errors.Add("q", texts["Search.Missing"]);
            return Page();
        }

        Result = await search.FindAsync(reader.Mailboxes, words, SearchMark.Parse(From), cancellationToken);
        if (Result is null)
        {
            Response.Headers.RetryAfter = "5";
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        return Page();
    }
}
