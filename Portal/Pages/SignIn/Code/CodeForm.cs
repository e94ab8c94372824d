using Portal.Pages.Shared;

namespace Portal.Pages.SignIn.Code;

/// <summary>The form that takes a mailed code.</summary>
/// <param name="Action">Where it is sent.</param>
/// <param name="Errors">What is wrong with it.</param>
internal sealed record CodeForm(string Action, FormErrors Errors);
