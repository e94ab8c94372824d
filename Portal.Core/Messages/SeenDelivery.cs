namespace Portal.Core.Messages;

/// <summary>What a session that can open a delivery found out about it.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="SealedKey">The cheaper copy of its message key, or null where it is kept already.</param>
/// <param name="ThreadKey">What it shares with its conversation, or null where that is kept already or not known.</param>
internal sealed record SeenDelivery(Guid Id, byte[]? SealedKey, byte[]? ThreadKey);
