using System.Globalization;

namespace Portal.CrashTests;

/// <summary>How often, how much, how large.</summary>
/// <param name="Kills">How often the plug is pulled.</param>
/// <param name="Mails">How many mails are fed.</param>
/// <param name="Largest">Bytes of the largest original.</param>
/// <param name="Pickup">Whether notices go to the pickup folder, from which they are fetched at once, instead of a relay.</param>
/// <param name="Replies">How many replies are written instead of mails fed; 0: none.</param>
/// <param name="Spoil">Whether each kind of harm is done by hand before the judgement, which must then find it.</param>
internal sealed record Plan(int Kills, int Mails, int Largest, bool Pickup = false, int Replies = 0, bool Spoil = false)
{
    private static readonly Plan Short = new(50, 1500, 2_000_000);
    private static readonly Plan Long = new(500, 20_000, 25_000_000);

    /// <summary>The order of the arguments does not matter: <c>--long</c> is the plan that the others change.</summary>
    /// <returns>Null where an argument is none, or says nothing beside the others.</returns>
    public static Plan? Parse(IReadOnlyCollection<string> arguments)
    {
        var plan = arguments.Contains("--long") ? Long : Short;
        foreach (var argument in arguments)
        {
            if (plan.With(argument) is not { } next)
            {
                return null;
            }

            plan = next;
        }

        // Where no mails are fed, none has a size; the notices of replies go to the relay.
        return plan.Replies > 0 && arguments.Any(a => a == "--pickup" || a.StartsWith("--mails=", StringComparison.Ordinal) || a.StartsWith("--largest=", StringComparison.Ordinal))
            ? null
            : plan;
    }

    private Plan? With(string argument)
    {
        var parts = argument.Split('=');
        var number = parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
        return parts[0] switch
        {
            "--long" when parts.Length == 1 => this,
            "--pickup" when parts.Length == 1 => this with { Pickup = true },
            "--spoil" when parts.Length == 1 => this with { Spoil = true },
            "--kills" when number > 0 => this with { Kills = number },
            "--mails" when number > 0 => this with { Mails = number },
            "--replies" when number > 0 => this with { Replies = number },
            "--largest" when number >= 1024 => this with { Largest = number },
            _ => null,
        };
    }

    /// <summary>How large the original of that number is: most are small, one in 25 is larger, one in 200 is nearly as large as may be.</summary>
    public int SizeOf(int number) => Math.Min(Largest, number switch
    {
        _ when number % 200 == 0 => Largest - (number % 7 * Largest / 14),
        _ when number % 25 == 0 => 100_000 + (number * 37 % 900_000),
        _ => 1024 + (number * 53 % 15_000),
    });
}
