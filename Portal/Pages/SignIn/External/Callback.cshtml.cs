using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Core.Tenants;
using Portal.SignIn;
using Portal.SignIn.Providers;

namespace Portal.Pages.SignIn.External;

/// <summary>
/// Where a provider sends the browser back to. Whatever comes of it leads on to another address, so that none with a code stays in the
/// browser. Asked for by a stranger's link it does nothing: it needs the cookie of an attempt, which only our own form begins.
/// </summary>
internal sealed class CallbackModel(
    ProviderCatalog providers, FinishAttempt finish, EnterByProvider enter, SealedCookie<ProviderAnswer> answers, TimeProvider time,
    ExternalLog log) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string provider, CancellationToken cancellationToken)
    {
        if (providers.Find(TenantCatalog.Default, provider) is not { } found)
        {
            return NotFound();
        }

        try
        {
            var done = await finish.FinishAsync(HttpContext, found, Answer(found), cancellationToken);
            return await enter.GoOnAsync(HttpContext, done.Identity, done.ReturnUrl, cancellationToken);
        }
        catch (ExternalSignInException error)
        {
            log.Failed(found, error);
            return EnterByProvider.Failed(error.Failure);
        }
    }

    // Of a provider that answers by form, the fields wait in a cookie; in the address they would not count.
    private ProviderAnswer Answer(ExternalProvider provider)
    {
        if (!provider.Preset.AnswersByForm)
        {
            return ProviderAnswer.Read(name => Request.Query[name], time.GetUtcNow());
        }

        var answer = answers.Read(Request, ProviderAnswer.Cookie);
        SealedCookie<ProviderAnswer>.Delete(Response, ProviderAnswer.Cookie);
        return answer ?? new ProviderAnswer();
    }
}
