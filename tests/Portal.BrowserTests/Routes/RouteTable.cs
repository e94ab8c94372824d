namespace Portal.BrowserTests.Routes;

/// <summary>Every page of the product, each in the states in which people see it.</summary>
internal static class RouteTable
{
    /// <summary>Routes that take any method and show no page of their own.</summary>
    public static readonly IReadOnlyList<string> LeadOn = ["/sign-in/external/{provider}/callback"];

    public static readonly IReadOnlyList<RoutePage> All =
    [
        .. FirstTime(), .. SignIn(), .. Providers(), .. Forgotten(), .. Mail(), .. Writing(), .. Settings(), .. Factors(), .. Endings(),
    ];

    private static IEnumerable<RoutePage> FirstTime() =>
    [
        // Four fields, and what to know before choosing a password.
        new("/n/{token}", Who.Stranger, "Register.Title", (stage, page) => page.GotoAsync(stage.Invitation)) { Screens = 2.5 },
        new("/n/{token}", Who.Stranger, "SignIn.Title", (stage, page) => page.GotoAsync(stage.Notice)),
        new("/n/{token}", Who.Stranger, "Notice.UnknownTitle", (_, page) => page.GotoAsync("/n/AAAAAAAAAAAAAAAAAAAAAA")) { Action = ".page a.button" },
        new("/n/{token}/not-for-me", Who.Stranger, "NotForMe.Title", (stage, page) => page.GotoAsync($"{stage.Invitation}/not-for-me")),
        new("/check", Who.Stranger, "Check.Title", (_, page) => page.GotoAsync("/check")),
        new("/check", Who.Stranger, "Check.Title", async (_, page) =>
        {
            await page.GotoAsync("/check");
            await page.Locator("#code").FillAsync("AAAAA-AAAAA");
            await page.Locator(".page .button-primary").ClickAsync();
        }),
        new("/register", Who.Stranger, "Register.Title", (_, page) => page.GotoAsync("/register")) { Action = ".page a.button" },
        // The same, each field with its error.
        new("/register", Who.Stranger, "Register.Title", async (stage, page) =>
        {
            await page.GotoAsync(stage.Invitation);
            await page.Locator(".page .button-primary").ClickAsync();
        }) { Screens = 3 },
        new("/sent/{token}", Who.Stranger, "Sent.Title", (stage, page) => page.GotoAsync(stage.SenderLink)) { Action = ".page button" },
        // What cannot be undone is asked once more; the page is only ever posted to.
        new("/sent/{token}", Who.Stranger, "Sent.AskWithdraw", async (stage, page) =>
        {
            await page.GotoAsync(stage.SenderLink);
            await page.Locator("button[value=Withdraw]").ClickAsync();
        }),
        new("/sent/{token}", Who.Stranger, "Notice.UnknownTitle", (_, page) => page.GotoAsync("/sent/AAAAAAAAAAAAAAAAAAAAAA")) { Action = null },
    ];

    private static IEnumerable<RoutePage> SignIn() =>
    [
        new("/sign-in", Who.Stranger, "SignIn.Title", (_, page) => page.GotoAsync("/sign-in")),
        new("/sign-in", Who.Stranger, "SignIn.Title", async (_, page) =>
        {
            await page.GotoAsync("/sign-in");
            await page.Locator(".page .button-primary").ClickAsync();
        }),
        new("/sign-in/code", Who.Stranger, "Code.Title", (_, page) => page.GotoAsync("/sign-in/code")),
        new("/sign-in/code/enter", Who.WaitingForCode, "Code.EnterTitle", (_, page) => page.GotoAsync("/sign-in/code/enter")),
        new("/sign-in/second", Who.HalfSignedIn, "Second.Title", (_, page) => page.GotoAsync("/sign-in/second")),
        new("/sign-in/second", Who.HalfSignedIn, "Second.Title", (_, page) => page.GotoAsync("/sign-in/second?with=Backup")),
        new("/sign-in/again", Who.Reader, "SignInAgain.Title", (_, page) => page.GotoAsync("/sign-in/again")),
    ];

    private static IEnumerable<RoutePage> Providers() =>
    [
        new("/sign-in/external/{provider}", Who.Stranger, "External.LeaveTitle", (stage, page) => stage.LeaveAsync(page)) { NeedsProvider = true },
        new("/sign-in/connect", Who.Stranger, "Connect.Title", (stage, page) => stage.ComeFromProviderAsync(page, "bob")) { NeedsProvider = true },
        // Senders who come by the provider.
        new("/sent", Who.Sender, "Sent.ListTitle", (_, page) => page.GotoAsync("/sent")) { NeedsProvider = true, Action = ".settings-link" },
        new("/sent/messages/{id:guid}", Who.Sender, "Sent.Title", async (_, page) =>
        {
            await page.GotoAsync("/sent");
            await page.Locator(".settings-link").ClickAsync();
        }) { NeedsProvider = true, Action = ".page button" },
        new("/sign-in/mailbox", Who.Stranger, "Mailbox.Title", (stage, page) => stage.ComeFromProviderAsync(page, $"unverified{Guid.NewGuid():N}")) { NeedsProvider = true },
    ];

    private static IEnumerable<RoutePage> Forgotten() =>
    [
        new("/forgotten", Who.Stranger, "Forgotten.Title", (_, page) => page.GotoAsync("/forgotten")),
        new("/forgotten", Who.Stranger, "Forgotten.Title", (_, page) => page.GotoAsync("/forgotten?sent=true")) { Action = ".page a.button" },
        new("/forgotten/code", Who.Stranger, "ResetCode.Title", (_, page) => page.GotoAsync("/forgotten/code")),
        // New password twice, and the choice of what becomes of old mail.
        new("/reset/{token}", Who.Stranger, "Reset.Title", (stage, page) => page.GotoAsync(stage.ResetLink)) { Screens = 2.5 },
        new("/reset/{token}", Who.Stranger, "Reset.Title", (_, page) => page.GotoAsync("/reset/AAAAAAAAAAAAAAAAAAAAAA")),
    ];

    private static IEnumerable<RoutePage> Mail() =>
    [
        new("/messages", Who.Reader, "Inbox.Title", (_, page) => page.GotoAsync("/messages")) { Action = ".mail-link" },
        new("/messages", Who.Reader, "Inbox.Title", (_, page) => page.GotoAsync("/messages?welcome=true")) { Action = ".mail-link" },
        new("/messages", Who.ReaderOfClosedMail, "Inbox.Title", (_, page) => page.GotoAsync("/messages")) { Action = ".page a[href='/unlock']" },
        // The mail's own frame is as long as the mail.
        new("/messages/{id:guid}", Who.Reader, "\"Your contract for 2027\"", (stage, page) => page.GotoAsync(stage.Message)) { Screens = 3, Action = ".mail-actions a:last-child" },
        new("/messages/{id:guid}", Who.Reader, "\"Your contract for 2027\"", (stage, page) => page.GotoAsync($"{stage.Message}?view=text")) { Action = ".mail-actions a:last-child" },
        new("/messages/{id:guid}/not-for-me", Who.Reader, "NotForMe.Title", (stage, page) => page.GotoAsync($"{stage.Message}/not-for-me")),
        new("/messages/search", Who.Reader, "Search.Title", (_, page) => page.GotoAsync("/messages/search")),
        // What is to go is confirmed first; the page is only ever posted to.
        new("/messages/selected", Who.Reader, "Discard.Title", async (stage, page) =>
        {
            await page.GotoAsync(stage.Message);
            await page.Locator("button[value=delete]").ClickAsync();
        }),
        new("/messages/{id:guid}/print", Who.Reader, "\"Your contract for 2027\"", (stage, page) => page.GotoAsync($"{stage.Message}/print")) { Screens = 3, Action = ".page a" },
        new("/unlock", Who.ReaderOfClosedMail, "Unlock.Title", (_, page) => page.GotoAsync("/unlock")),
        new("/unlock", Who.Reader, "Unlock.Title", (_, page) => page.GotoAsync("/unlock")) { Action = ".page a[href='/messages']" },
    ];

    // A form for a whole letter: to whom, about what, the text, files, and what becomes of it.
    private static IEnumerable<RoutePage> Writing() =>
    [
        new("/compose", Who.Reader, "Compose.TitleNew", (_, page) => page.GotoAsync("/compose")) { Screens = 4 },
        new("/messages/{id:guid}/reply", Who.Reader, "Compose.TitleReply", (stage, page) => page.GotoAsync($"{stage.Message}/reply")) { Screens = 4 },
        new("/messages/{id:guid}/forward", Who.Reader, "Compose.TitleForward", (stage, page) => page.GotoAsync($"{stage.Message}/forward")) { Screens = 4 },
        new("/messages/{id:guid}/reply-all", Who.Reader, "Compose.TitleReplyAll", (stage, page) => page.GotoAsync($"{stage.Message}/reply-all")) { Screens = 4 },
        new("/compose/ended", Who.Reader, "ComposeEnded.Title", (stage, page) => stage.SendAfterTheEndAsync(page)) { Screens = 2.5 },
        new("/compose/sent", Who.Reader, "Compose.Done", (_, page) => page.GotoAsync("/compose/sent")) { Action = ".page a.button" },
        new("/drafts", Who.Reader, "Drafts.Title", (_, page) => page.GotoAsync("/drafts")) { Action = ".page a" },
    ];

    private static IEnumerable<RoutePage> Settings() =>
    [
        // Fourteen places to go, each with a line of what is there.
        new("/settings", Who.Reader, "Settings.Title", (_, page) => page.GotoAsync("/settings")) { Screens = 3, Action = ".settings-link" },
        new("/settings/addresses", Who.Reader, "Settings.Addresses", (_, page) => page.GotoAsync("/settings/addresses")),
        new("/settings/certificate", Who.Reader, "Settings.Certificate", (_, page) => page.GotoAsync("/settings/certificate")),
        new("/settings/data", Who.Reader, "Settings.Data", (_, page) => page.GotoAsync("/settings/data")),
        new("/settings/delete", Who.Reader, "Settings.Delete", (_, page) => page.GotoAsync("/settings/delete")),
        new("/settings/notices", Who.Reader, "Settings.Notices", (_, page) => page.GotoAsync("/settings/notices")),
        new("/settings/password", Who.Reader, "Settings.Password", (_, page) => page.GotoAsync("/settings/password")),
        new("/settings/phrase", Who.Reader, "Settings.Phrase", (_, page) => page.GotoAsync("/settings/phrase")),
        new("/settings/profile", Who.Reader, "Settings.Profile", (_, page) => page.GotoAsync("/settings/profile")),
        new("/settings/providers", Who.Reader, "Settings.Providers", (_, page) => page.GotoAsync("/settings/providers")) { Action = ".page a" },
        new("/settings/question", Who.Reader, "Settings.Question", (_, page) => page.GotoAsync("/settings/question")),
        new("/settings/recovery-code", Who.Reader, "Settings.RecoveryCode", (_, page) => page.GotoAsync("/settings/recovery-code")),
        new("/settings/recovery-code", Who.Reader, "Settings.RecoveryCode", async (_, page) =>
        {
            await page.GotoAsync("/settings/recovery-code");
            await page.Locator(".page .button-primary").ClickAsync();
        }),
        // One entry for each browser that is signed in.
        new("/settings/sessions", Who.Reader, "Settings.Sessions", (_, page) => page.GotoAsync("/settings/sessions")) { Screens = 4, Action = ".page button" },
        // One for each sign-in of 90 days.
        new("/settings/sign-ins", Who.Reader, "Settings.SignIns", (_, page) => page.GotoAsync("/settings/sign-ins")) { Screens = 4, Action = ".page a" },
    ];

    private static IEnumerable<RoutePage> Factors() =>
    [
        new("/settings/second-factor", Who.Reader, "Settings.Factors", (_, page) => page.GotoAsync("/settings/second-factor")) { Action = ".settings-link" },
        new("/settings/second-factor", Who.ReaderWithFactor, "Settings.Factors", (_, page) => page.GotoAsync("/settings/second-factor?saved=true")),
        // The picture for the app.
        new("/settings/authenticator", Who.Reader, "Factor.App", (_, page) => page.GotoAsync("/settings/authenticator")) { Screens = 2.5 },
        new("/settings/mobile", Who.Reader, "Factor.Mobile", (_, page) => page.GotoAsync("/settings/mobile")),
        // Passkeys need script: without it the page says so.
        new("/settings/passkeys", Who.Reader, "Settings.Passkeys", (_, page) => page.GotoAsync("/settings/passkeys")) { Action = ".page a" },
        new("/settings/backup-codes", Who.ReaderWithFactor, "Factor.Backup", (_, page) => page.GotoAsync("/settings/backup-codes")),
        new("/settings/backup-codes", Who.ReaderWithFactor, "Factor.Backup", async (_, page) =>
        {
            await page.GotoAsync("/settings/backup-codes");
            await page.Locator(".page .button-primary").ClickAsync();
        }),
    ];

    private static IEnumerable<RoutePage> Endings() =>
    [
        new("/stay", Who.Reader, "Stay.Title", (_, page) => page.GotoAsync("/stay")) { Action = ".page a.button" },
        new("/goodbye", Who.Stranger, "Goodbye.Title", (_, page) => page.GotoAsync("/goodbye")) { Action = null },
        new("/error/{status:int?}", Who.Stranger, "Error.NotFoundTitle", (_, page) => page.GotoAsync("/error/500")) { Action = ".page a.button" },
        new("/{*path}", Who.Stranger, "Error.NotFoundTitle", (_, page) => page.GotoAsync("/nothing/here")) { Action = ".page a.button" },
        new("/{*path}", Who.Reader, "Error.NotFoundTitle", (_, page) => page.GotoAsync("/nothing/here")) { Action = ".page a.button" },
    ];
}
