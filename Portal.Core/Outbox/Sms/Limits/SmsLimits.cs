using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox.Sms.Limits;

/// <summary>
/// Counts an SMS against every limit at once. One statement counts and compares, so of any number of requests, in any number of processes,
/// no more get through than the limit allows.
/// </summary>
public sealed class SmsLimits(ServerPepper pepper)
{
    private const int NetworkOfIPv6 = 8; // bytes: one customer has a whole /64

    /// <summary>Counts within the caller's transaction, which the caller rolls back where a limit is reached.</summary>
    /// <returns>The first limit that is reached and when its window ends; null where there is none.</returns>
    public async Task<(SmsLimit Limit, DateTimeOffset Until)?> CountAsync(
        PortalContext context, SmsOptions options, SmsRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Always in this order, so that two that count at once wait for each other and never crosswise.
        foreach (var (limit, most, subject) in Subjects(options, request))
        {
            var (since, until) = Window(limit, now);
            if (most < 1 || !await CountAsync(context, limit, most, pepper.Hash(subject, $"sms-{limit}"), since, cancellationToken))
            {
                return (limit, until);
            }
        }

        return null;
    }

    private static IEnumerable<(SmsLimit Limit, int Most, byte[] Subject)> Subjects(SmsOptions options, SmsRequest request)
    {
        var number = Encoding.ASCII.GetBytes(request.Number.E164);
        yield return (SmsLimit.NumberHour, options.MaxPerNumberPerHour, number);
        yield return (SmsLimit.NumberDay, options.MaxPerNumberPerDay, number);
        yield return (SmsLimit.Account, options.MaxPerAccountPerDay, request.OwnerId.ToByteArray());
        if (request.Address is { } address)
        {
            yield return (SmsLimit.Address, options.MaxPerAddressPerDay, Network(address));
        }

        yield return (SmsLimit.Country, options.MaxPerCountryPerDay, Encoding.ASCII.GetBytes(request.Number.Country));
        yield return (SmsLimit.All, options.MaxPerDay, []);
    }

    private static byte[] Network(IPAddress address) => address switch
    {
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().GetAddressBytes(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => address.GetAddressBytes()[..NetworkOfIPv6],
        _ => address.GetAddressBytes(),
    };

    private static (DateTimeOffset Since, DateTimeOffset Until) Window(SmsLimit limit, DateTimeOffset now)
    {
        var day = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        if (limit != SmsLimit.NumberHour)
        {
            return (day, day.AddDays(1));
        }

        var hour = day.AddHours(now.UtcDateTime.Hour);
        return (hour, hour.AddHours(1));
    }

    private static async Task<bool> CountAsync(
        PortalContext context, SmsLimit limit, int most, byte[] subject, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var convert = context.Model.FindEntityType(typeof(SmsCounter))!.FindProperty(nameof(SmsCounter.Since))!.GetTypeMapping().Converter;
        return await context.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO "SmsCounters" ("Limit", "Subject", "Since", "Count") VALUES ({0}, {1}, {2}, 1)
            ON CONFLICT ("Limit", "Subject", "Since") DO UPDATE SET "Count" = "SmsCounters"."Count" + 1 WHERE "SmsCounters"."Count" < {3}
            """,
            [(int)limit, subject, convert?.ConvertToProvider(since) ?? since, most], cancellationToken) > 0;
    }
}
