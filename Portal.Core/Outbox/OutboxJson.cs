using System.Text.Json.Serialization;

namespace Portal.Core.Outbox;

/// <summary>The payloads as compact JSON, by generated code: sealing lies on the way of every mail that comes in.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NoticePayload))]
[JsonSerializable(typeof(InitialPasswordPayload))]
[JsonSerializable(typeof(SignInPayload))]
[JsonSerializable(typeof(InvitationEndedPayload))]
internal sealed partial class OutboxJson : JsonSerializerContext;
