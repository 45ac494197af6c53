using System.Text.RegularExpressions;
using Zvec.Engine;

namespace Zvec.Server.Collections;

/// <summary>What a collection may be called, so that its name is a folder's name on every system, and never a path.</summary>
internal static partial class CollectionName
{
    public static bool IsValid(string name) => Valid().IsMatch(name) && !Device().IsMatch(name);

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: it is no name.</exception>
    public static void Check(string name)
    {
        if (!IsValid(name))
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"'{name}' cannot be a name here: use 1 to 64 letters (a to z), digits, '_', '-' and '.', with a letter, a digit or '_' "
                    + "at both ends, and no name of a device of Windows.");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,62}[A-Za-z0-9_])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Valid();

    [GeneratedRegex(@"^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\z)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Device();
}
