using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox.Sms;

/// <summary>What a provider says of an SMS that it took.</summary>
/// <param name="State">Sent while it is on its way, Delivered or Failed at the end.</param>
/// <param name="ErrorCode">Why it failed, as a number; null where it did not.</param>
internal sealed record SmsReport(SmsState State, string? ErrorCode);
