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

    /// <returns>Null where an argument is none.</returns>
    public static Plan? Parse(IEnumerable<string> arguments)
    {
        var plan = Short;
        foreach (var argument in arguments)
        {
            var parts = argument.Split('=');
            var number = parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
            switch (parts[0])
            {
                case "--long" when parts.Length == 1:
                    plan = Long with { Pickup = plan.Pickup, Spoil = plan.Spoil };
                    break;
                case "--pickup" when parts.Length == 1:
                    plan = plan with { Pickup = true };
                    break;
                case "--spoil" when parts.Length == 1:
                    plan = plan with { Spoil = true };
                    break;
                case "--kills" when number > 0:
                    plan = plan with { Kills = number };
                    break;
                case "--mails" when number > 0:
                    plan = plan with { Mails = number };
                    break;
                case "--replies" when number > 0:
                    plan = plan with { Replies = number };
                    break;
                case "--largest" when number >= 1024:
                    plan = plan with { Largest = number };
                    break;
                default:
                    return null;
            }
        }

        return plan;
    }

    /// <summary>How large the original of that number is: most are small, one in 25 is larger, one in 200 is nearly as large as may be.</summary>
    public int SizeOf(int number) => Math.Min(Largest, number switch
    {
        _ when number % 200 == 0 => Largest - (number % 7 * Largest / 14),
        _ when number % 25 == 0 => 100_000 + (number * 37 % 900_000),
        _ => 1024 + (number * 53 % 15_000),
    });
}
