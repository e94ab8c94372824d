using Portal.Core.Accounts;

namespace Portal.SignIn;

/// <summary>The phrase of the person whom this browser knows: the sign-in page shows it, so that a forged one is told by its lack.</summary>
internal sealed class KnownPhrase(FindPhrase phrases)
{
    /// <returns>Null in a browser that knows nobody, or several.</returns>
    public async Task<string?> ReadAsync(HttpContext context) => KnownDevices.Read(context.Request) is { } device
        ? await phrases.FindAsync(device, context.RequestAborted)
        : null;
}
