namespace Portal.Core.Accounts.Passwords;

/// <summary>A stretch of a password that is cheaper to guess than its characters one by one.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="Length">Its characters.</param>
/// <param name="Bits">What guessing it costs.</param>
/// <param name="Advice">What to say about it.</param>
internal readonly record struct PasswordSegment(int Start, int Length, double Bits, PasswordAdvice Advice);
