using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts.Resets;
using Portal.Core.Keys;
using Portal.Core.Tenants;
using Portal.Pages.Passwords;
using Portal.Pages.Register;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.Settings;

/// <summary>The question that a person wants to be asked before a new password is set, where the tenant offers that.</summary>
[RecentProof]
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class QuestionModel(
    SetQuestion questions, VaultKey vault, CurrentReader reader, TenantCatalog tenants, IStringLocalizer<Texts> texts) : PageModel
{
    private const int Longest = 150;

    [BindProperty(Name = "question")]
    public string? Question { get; set; }

    [BindProperty(Name = "answer")]
    public string? Answer { get; set; }

    [BindProperty(Name = "saved", SupportsGet = true)]
    public bool Saved { get; set; }

    public FormErrors Errors { get; } = new();

    private bool Offered => tenants[reader.Session!.Tenant].PasswordResetQuestion;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!Offered)
        {
            return NotFound();
        }

        Question = await questions.OfAsync(reader.Session!.AccountId, cancellationToken) is { } known ? QuestionBox.Open(vault, known) : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Saved = false;
        if (!Offered)
        {
            return NotFound();
        }

        if (string.IsNullOrWhiteSpace(Question) || Question.Trim().Length > Longest || !PersonName.IsPlain(Question))
        {
            Errors.Add("question", texts["Question.QuestionWrong", Longest]);
        }

        if (!SetQuestion.IsLongEnough(Answer ?? ""))
        {
            Errors.Add("answer", texts["Question.AnswerWrong", SetQuestion.ShortestAnswer]);
        }

        return Errors.Any ? Page() : await Busy.OrAsync(Response, async () =>
        {
            await questions.SetAsync(reader.Session!.AccountId, Question!.Trim(), Answer!, cancellationToken);
            return LocalRedirect("/settings/question?saved=true");
        });
    }
}
