using Microsoft.AspNetCore.Mvc;
using Portal.Core.Accounts;

namespace Portal.Pages.Passwords;

/// <summary>What every page says that hashes passwords when too many are being hashed: 503 with Retry-After (threat B19).</summary>
internal static class Busy
{
    public static async Task<IActionResult> OrAsync(HttpResponse response, Func<Task<IActionResult>> work)
    {
        try
        {
            return await work();
        }
        catch (TooManySignInsException)
        {
            response.Headers.RetryAfter = "10";
            return new StatusCodeResult(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
