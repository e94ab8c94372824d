namespace Portal.Pages.Messages;

/// <summary>The question whether a message is for somebody else.</summary>
/// <param name="Action">Where a yes goes.</param>
/// <param name="Back">Where a no leads.</param>
internal sealed record NotForMeForm(string Action, string Back);
