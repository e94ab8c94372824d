using Microsoft.Playwright;

namespace Portal.BrowserTests.Routes;

/// <summary>Who looks at a page: whose cookies the browser has.</summary>
internal enum Who
{
    Stranger,
    Reader,
    ReaderWithFactor,
    HalfSignedIn,
    ReaderOfClosedMail,
    WaitingForCode,

    /// <summary>Somebody who sends through the gateway, and has come by the provider.</summary>
    Sender,
}

/// <summary>One way to see the page of a route.</summary>
/// <param name="Route">As the list of routes names it.</param>
/// <param name="Who">Whose cookies the browser has.</param>
/// <param name="Heading">The key of the text that the first heading must show, which proves that it is this page; or, in quotes, the text itself.</param>
/// <param name="Open">Leads there, from nothing. Done several times, so nothing may be used up by it.</param>
internal sealed record RoutePage(string Route, Who Who, string Heading, Func<Stage, IPage, Task> Open)
{
    /// <summary>
    /// How many screens of a phone (390 by 844) the page may be long. Two hold a form with its explanations; one that is longer has its reason
    /// in the table.
    /// </summary>
    public double Screens { get; init; } = 2;

    /// <summary>What the page is for, by CSS; null where it only tells something.</summary>
    public string? Action { get; init; } = ".page .button-primary";

    /// <summary>Whether it is there only with the OpenID provider of the tests.</summary>
    public bool NeedsProvider { get; init; }

    public override string ToString() => $"{Route} ({Who}, {Heading})";
}
