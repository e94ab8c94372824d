namespace Portal.Core.Accounts.Passwords;

/// <summary>What people are told about a password.</summary>
/// <param name="Level">How strong it is.</param>
/// <param name="Advice">The one most useful advice.</param>
public sealed record PasswordEstimate(PasswordLevel Level, PasswordAdvice Advice);
