using System.Text.Json.Serialization;
using Portal.Core.Outbox.Sms;

namespace Portal.Core.Outbox;

/// <summary>The payloads as compact JSON, by generated code: sealing lies on the way of every mail that comes in.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NoticePayload))]
[JsonSerializable(typeof(InitialPasswordPayload))]
[JsonSerializable(typeof(SignInPayload))]
[JsonSerializable(typeof(InvitationEndedPayload))]
[JsonSerializable(typeof(SmsPayload))]
[JsonSerializable(typeof(MailCodePayload))]
[JsonSerializable(typeof(PasswordResetPayload))]
[JsonSerializable(typeof(RegisterInsteadPayload))]
[JsonSerializable(typeof(PasswordChangedPayload))]
[JsonSerializable(typeof(DigestPayload))]
[JsonSerializable(typeof(AddressPayload))]
[JsonSerializable(typeof(AccountDeletedPayload))]
[JsonSerializable(typeof(FactorPayload))]
[JsonSerializable(typeof(ReplyPayload))]
[JsonSerializable(typeof(ReplyFailedPayload))]
[JsonSerializable(typeof(SentConfirmationPayload))]
[JsonSerializable(typeof(UnreadToldPayload))]
[JsonSerializable(typeof(NotForMePayload))]
[JsonSerializable(typeof(ExpiryWarningPayload))]
[JsonSerializable(typeof(ExpiredPayload))]
[JsonSerializable(typeof(NoticeFailedPayload))]
[JsonSerializable(typeof(CertificateMailPayload))]
internal sealed partial class OutboxJson : JsonSerializerContext;
