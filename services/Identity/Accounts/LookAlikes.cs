namespace OneVOne.Identity.Accounts;

/// <summary>
/// The form in which user names that look alike are one and the same, as Unicode's skeletons (UTS #39) are for all of
/// Unicode: here for the few characters that names may have. Only what the eye confuses is folded, not what wit puts for a
/// letter (3 for e, 5 for s): each fold takes names from honest people. The table stands in Identity's README.
/// </summary>
internal static class LookAlikes
{
    public static string Of(string username)
    {
        var form = new char[username.Length];
        var length = 0;
        foreach (var letter in username)
        {
            if (letter is '.' or '-' or '_')
            {
                continue; // ann_lee, ann.lee and annlee
            }

            form[length++] = char.ToLowerInvariant(letter) switch
            {
                '0' => 'o',
                '1' or 'i' => 'l', // a capital i is an l to the eye
                var other => other,
            };
        }

        // After the separators, or one between the two would hide them.
        return new string(form, 0, length)
            .Replace("rn", "m", StringComparison.Ordinal)
            .Replace("vv", "w", StringComparison.Ordinal);
    }
}
