namespace OneVOne.Identity.Passwords;

/// <summary>
/// Passwords that are tried first (ASVS 6.2.4), as zxcvbn estimates them (Wheeler, "zxcvbn: Low-Budget Password Strength
/// Estimation", USENIX Security 2016): the commonest of leaked passwords, words and names, with the digits and signs that
/// people put around them or for their letters, dates, repetitions and walks over the keyboard.
/// </summary>
internal static class CommonPasswords
{
    /// <summary>In bits: what a million guesses find.</summary>
    private const double LeastEntropy = 20;

    /// <summary>As much of a password is looked at: the estimate's time grows with the square, and no common one is longer.</summary>
    private const int Looked = 64;

    // Its matchers fill caches of their own as they go, without a word on threads.
    private static readonly Lock OneAtATime = new();
    private static readonly Zxcvbn.Zxcvbn Estimator = new();

    public static bool Include(string password)
    {
        lock (OneAtATime)
        {
            return Estimator.EvaluatePassword(password.Length > Looked ? password[..Looked] : password).Entropy < LeastEntropy;
        }
    }
}
