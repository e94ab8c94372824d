using System.Security.Cryptography;

namespace Portal.Core.Messages;

/// <summary>A delivery's place in its mailbox.</summary>
internal static class DeliveryPosition
{
    private const int RandomBits = 19;

    /// <summary>The milliseconds of its arrival and 19 random bits, so that no two are alike and pages can be cut exactly.</summary>
    public static long At(DateTimeOffset arrival) => (arrival.ToUnixTimeMilliseconds() << RandomBits) | (long)RandomNumberGenerator.GetInt32(1 << RandomBits);
}
