using System.ComponentModel.DataAnnotations;

namespace OneVOne.Identity.Passwords;

/// <summary>How passwords are hashed; section <c>Identity:Passwords</c>.</summary>
public sealed class PasswordHashingOptions
{
    /// <summary>
    /// PBKDF2-HMAC-SHA512 rounds; OWASP's Password Storage Cheat Sheet asks for 210,000. When raised, each stored hash
    /// follows at its owner's next log-in.
    /// </summary>
    [Range(1, 10_000_000)]
    public int Iterations { get; set; } = 210_000;

    /// <summary>How many are hashed at once. Half of the processors: a storm of log-ins leaves the others to all other requests.</summary>
    [Range(1, 1024)]
    public int Parallelism { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>How many may wait; beyond it requests are refused with 429 rather than kept until they time out.</summary>
    [Range(0, 100_000)]
    public int QueueLimit { get; set; } = 100;
}
