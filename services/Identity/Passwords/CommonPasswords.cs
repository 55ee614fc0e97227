using System.Collections.Frozen;

namespace OneVOne.Identity.Passwords;

/// <summary>
/// Passwords that are tried first (ASVS 6.2.4): the words of <c>common-passwords.txt</c> with the few digits and signs that
/// people put around them or for their letters, dates, repetitions and runs of keys. A deployment adds a list of its own by
/// <see cref="PasswordRulesOptions.BlockList"/>.
/// </summary>
internal static class CommonPasswords
{
    /// <summary>What may surround a word without making it any better: a year and a sign, "123", "!!".</summary>
    private const int MaxDecoration = 5;

    private const int MinWordOfTwo = 3;
    private const int MaxTwoWords = 12;

    /// <summary>Runs of keys and letters; a password that is made of pieces of them is one that fingers walk.</summary>
    private static readonly string[] Runs =
    [
        "01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop",
        "yxcvbnm", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik", "!qaz@wsx#edc$rfv%tgb", "!@#$%^&*()",
        "q1w2e3r4t5y6u7i8o9p0", "a1b2c3d4e5f6g7h8i9", "1a2b3c4d5e6f7g8h9i", "qazwsxedcrfvtgbyhnujm", "zaqxswcdevfrbgtnhymju",
        "147258369", "159753", "741852963", "789456123",
    ];

    private static readonly string[] BothWays = [.. Runs, .. Runs.Select(run => string.Concat(run.Reverse()))];

    private static readonly FrozenSet<string> Words = EmbeddedLists.Read("Passwords.common-passwords.txt")
        .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .ToFrozenSet(StringComparer.Ordinal);

    public static bool Include(string password)
    {
        var text = password.ToLowerInvariant();
        return IsWordWithDecoration(text)
            || IsWordWithDecoration(string.Concat(text.Reverse()))
            || IsCutWord(text)
            || IsTwoWords(text)
            || (Undisguise(text) is var plain && plain != text && IsWordWithDecoration(plain))
            || IsRepetition(text)
            || IsMadeOfRuns(text)
            || IsDate(text);
    }

    /// <summary>Any word of the list within the password, with no more than a few characters besides.</summary>
    private static bool IsWordWithDecoration(string text)
    {
        var words = Words.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var before = 0; before <= Math.Min(MaxDecoration, text.Length); before++)
        {
            for (var after = 0; after <= MaxDecoration - before && before + after < text.Length; after++)
            {
                if (IsDecoration(text.AsSpan(0, before)) && IsDecoration(text.AsSpan(text.Length - after))
                    && words.Contains(text.AsSpan(before, text.Length - before - after)))
                {
                    return true;
                }
            }
        }

        // iloveyou with 123456 behind it: a word, and a run where the few characters would be.
        var word = text.AsSpan().TrimEnd("0123456789");
        return word.Length < text.Length && words.Contains(word) && IsMadeOfRuns(text[word.Length..]);
    }

    /// <summary>elizabet: systems of old kept eight characters, and their passwords are in every list.</summary>
    private static bool IsCutWord(string text) =>
        Words.Any(word => word.Length > text.Length && word.StartsWith(text, StringComparison.Ordinal));

    /// <summary>redwings, babyblue: two words, together no longer than one.</summary>
    private static bool IsTwoWords(string text)
    {
        var words = Words.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = MinWordOfTwo; text.Length <= MaxTwoWords && at <= text.Length - MinWordOfTwo; at++)
        {
            if (words.Contains(text.AsSpan(0, at)) && words.Contains(text.AsSpan(at)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDecoration(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (char.IsLetter(character))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>With letters again where signs that resemble them were put; at the end those are a year more often.</summary>
    private static string Undisguise(string text)
    {
        var word = text.AsSpan().TrimEnd("0123456789!?.").Length;
        return string.Concat(text[..word].Select(AsLetter)) + text[word..];
    }

    private static char AsLetter(char character) => character switch
    {
        '@' or '4' => 'a',
        '3' or '€' => 'e',
        '1' or '!' => 'i',
        '0' => 'o',
        '$' or '5' => 's',
        '7' => 't',
        var other => other,
    };

    /// <summary>aaaaaaaa, abcabcabc, monkeymonkey.</summary>
    private static bool IsRepetition(string text)
    {
        for (var unit = 1; unit <= text.Length / 2; unit++)
        {
            var piece = text[..unit];
            if ((unit <= 4 || Words.Contains(piece)) && text.Length % unit == 0
                && text.AsSpan(unit).SequenceEqual(text.AsSpan(0, text.Length - unit)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Made of nothing but pieces of three keys and more of a run, or of one key again and again.</summary>
    private static bool IsMadeOfRuns(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var length = LongestRun(text, at);
            if (length < Math.Min(3, text.Length - at))
            {
                return false;
            }

            at += length;
        }

        return true;
    }

    private static int LongestRun(string text, int at)
    {
        var length = 1;
        while (at + length < text.Length && text[at + length] == text[at])
        {
            length++;
        }

        while (at + length < text.Length
            && Array.Exists(BothWays, run => run.Contains(text.Substring(at, length + 1), StringComparison.Ordinal)))
        {
            length++;
        }

        return length;
    }

    /// <summary>A birthday, in any order.</summary>
    private static bool IsDate(string text) =>
        text.Length == 8 && Array.Exists(
            DateFormats,
            format => DateOnly.TryParseExact(
                text, format, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var date)
                && date.Year is > 1900 and < 2100);

    private static readonly string[] DateFormats = ["ddMMyyyy", "MMddyyyy", "yyyyMMdd", "yyyyddMM"];
}
