using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Core.Accounts.Devices;
using Portal.Core.Accounts.Sessions;
using Portal.SignIn;

namespace Portal.Pages.Settings;

/// <summary>Where a person is signed in, and in which browsers he was: ends and forgets them.</summary>
internal sealed class SessionsModel(
    ListSessions sessions, ListDevices devices, EndSessions end, ForgetDevice forget, CurrentReader reader) : PageModel
{
    [BindProperty(Name = "id")]
    public string? Id { get; set; }

    [BindProperty(Name = "ended", SupportsGet = true)]
    public bool Ended { get; set; }

    public IReadOnlyList<ListedSession> Sessions { get; private set; } = [];

    public IReadOnlyList<ListedDevice> Devices { get; private set; } = [];

    public bool IsThis(ListedSession session) => session.Id.AsSpan().SequenceEqual(reader.Secret!.Id);

    public bool IsThis(ListedDevice device) => device.Id.AsSpan().SequenceEqual(KnownDevices.Read(Request)?.Id);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var (account, tenant) = (reader.Session!.AccountId, reader.Session.Tenant);
        Sessions = [.. (await sessions.OfAsync(account, tenant, cancellationToken)).OrderByDescending(IsThis)];
        Devices = [.. (await devices.OfAsync(account, cancellationToken)).OrderByDescending(IsThis)];
    }

    public async Task<IActionResult> OnPostEndAsync(CancellationToken cancellationToken)
    {
        if (RowName.Parse(Id) is { } id)
        {
            await end.OneAsync(reader.Session!.AccountId, id, cancellationToken);
        }

        return LocalRedirect("/settings/sessions?ended=true");
    }

    public async Task<IActionResult> OnPostEndOthersAsync(CancellationToken cancellationToken)
    {
        await end.OthersAsync(reader.Session!.AccountId, reader.Secret!, cancellationToken);
        return LocalRedirect("/settings/sessions?ended=true");
    }

    public async Task<IActionResult> OnPostForgetAsync(CancellationToken cancellationToken)
    {
        if (RowName.Parse(Id) is { } id)
        {
            await forget.ForgetAsync(reader.Session!.AccountId, id, cancellationToken);
        }

        return LocalRedirect("/settings/sessions?ended=true");
    }
}
