using System.Globalization;

namespace Portal.Fuzz;

/// <summary>What a run does.</summary>
/// <param name="Minutes">How long.</param>
/// <param name="Seed">What all inputs follow from.</param>
/// <param name="Target">One target alone, or all.</param>
/// <param name="Only">One input alone, by its number, to see it again.</param>
/// <param name="Keep">Where inputs go that were found.</param>
internal sealed record FuzzOptions(double Minutes, int Seed, string? Target, long? Only, string Keep)
{
    public static FuzzOptions? Parse(string[] args)
    {
        var options = new FuzzOptions(1, System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue), null, null, Path.Combine(Path.GetTempPath(), "portal-fuzz"));
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 >= args.Length)
            {
                return null;
            }

            var value = args[i + 1];
            switch (args[i])
            {
                case "--minutes" when double.TryParse(value, CultureInfo.InvariantCulture, out var minutes):
                    options = options with { Minutes = minutes };
                    break;
                case "--seed" when int.TryParse(value, CultureInfo.InvariantCulture, out var seed):
                    options = options with { Seed = seed };
                    break;
                case "--only" when long.TryParse(value, CultureInfo.InvariantCulture, out var only):
                    options = options with { Only = only };
                    break;
                case "--target":
                    options = options with { Target = value };
                    break;
                case "--keep":
                    options = options with { Keep = value };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
