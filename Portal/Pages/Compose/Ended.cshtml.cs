using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.WebUtilities;
using Portal.Security;

namespace Portal.Pages.Compose;

/// <summary>
/// Gives back what was written in a session that was over when it was sent: whoever signs in again in another window sends it once more from here. Nothing is
/// kept on the server, and the token that came is good again only for the account for which it was made.
/// </summary>
[StreamedForm, IgnoreAntiforgeryToken(Order = 1001), EnableRateLimiting(RateLimits.SignIn)]
internal sealed class EndedModel(Site site) : PageModel
{
    /// <summary>The form's fields as they came, the token first.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields { get; private set; } = [];

    public string Text { get; private set; } = "";

    /// <summary>Where it goes, to be kept there as a draft and looked at once more.</summary>
    public string Action { get; private set; } = "";

    /// <summary>Whether the session goes on, but the message that is answered asks for a second factor.</summary>
    public bool NeedsSecond { get; private set; }

    /// <summary>Files were chosen, too: those did not come along.</summary>
    public bool HadFiles { get; private set; }

    /// <summary>More was written than any message may have: nothing of it is given back.</summary>
    public bool TooLong { get; private set; }

    public IActionResult OnGet() => LocalRedirect("/drafts");

    /// <summary>Where a form is sent on to, by the browser itself (307).</summary>
    /// <param name="path">The page whose form it is.</param>
    /// <param name="draft">Its draft.</param>
    /// <param name="second">Whether it is a second factor that is wanted.</param>
    public static string PathOf(string? path, Guid draft, bool second) => QueryHelpers.AddQueryString(
        "/compose/ended",
        new Dictionary<string, string?> { ["to"] = path, ["draft"] = draft.ToString("N"), ["step"] = second ? "second" : null });

    public async Task<IActionResult> OnPostAsync(string? to, Guid? draft, string? step, CancellationToken cancellationToken)
    {
        if (!ComposePath.IsOne(to) || draft is not { } id
            || await StreamedForm.OpenUncheckedAsync(HttpContext, ComposeDesk.MostBytesOf(site.Tenant)) is not { } form)
        {
            return BadRequest();
        }

        if (form.TooLong)
        {
            TooLong = true;
            return new PageResult { StatusCode = StatusCodes.Status413PayloadTooLarge };
        }

        if (ComposeFields.Of(form.Fields) is not { } fields || await form.PassOverAsync(cancellationToken) is not { } files)
        {
            return BadRequest();
        }

        Fields = [("__RequestVerificationToken", form.RequestToken), .. form.Fields.Where(field => field.Name != "text")];
        (Text, Action, HadFiles, NeedsSecond) = (fields.Text, $"{to}?draft={id:N}&do=save", files > 0, step == "second");
        return Page();
    }
}
