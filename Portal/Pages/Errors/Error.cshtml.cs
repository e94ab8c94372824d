using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Security;

namespace Portal.Pages.Errors;

/// <summary>What a person sees instead of a page. Reached only from inside: the address alone shows the page for "not found".</summary>
[IgnoreAntiforgeryToken]
internal sealed class ErrorModel(ErrorLog log) : PageModel
{
    private int _status;

    /// <summary>Names the texts.</summary>
    public string Kind => _status switch
    {
        StatusCodes.Status400BadRequest when CrossSiteCheck.LacksCookie(HttpContext) => "NoCookies",
        StatusCodes.Status400BadRequest => "Refused",
        StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => "NotFound",
        StatusCodes.Status413PayloadTooLarge => "TooLarge",
        StatusCodes.Status429TooManyRequests => "TooMany",
        StatusCodes.Status503ServiceUnavailable => "Busy",
        _ => "Unforeseen",
    };

    /// <summary>What support finds in the log, or null where nothing was logged.</summary>
    public string? Code { get; private set; }

    // The request is run again as it was, whatever its method: there is one handler for all of them.
    public override void OnPageHandlerExecuting(Microsoft.AspNetCore.Mvc.Filters.PageHandlerExecutingContext context)
    {
        if (HttpContext.Features.Get<IExceptionHandlerFeature>() is { } failure)
        {
            _status = StatusCodes.Status500InternalServerError;
            Code = log.Write(failure.Error);
        }
        else
        {
            _status = HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is null
                ? StatusCodes.Status404NotFound
                : Response.StatusCode;
        }

        Response.StatusCode = _status;
    }
}
