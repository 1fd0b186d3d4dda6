using System.Security.Cryptography;
using Atelier.Data.Secrets;

namespace Atelier.Data.Tests.Secrets;

public sealed class SecretBoxTests
{
    private static readonly byte[] Secret = [1, 2, 3, 4, 5];
    private static readonly MasterSecret Master = MasterSecret.FromText(new string('m', 32));

    private readonly SecretBox _sut = new(Master, "tests");

    [Fact]
    public void Open_OfItsOwner_GivesWhatWasSealed()
    {
        var box = _sut.Seal(Secret, "ann");

        Assert.Equal(Secret, new SecretBox(Master, "tests").Open(box, "ann"));
        Assert.Empty(_sut.Open(_sut.Seal([], "ann"), "ann"));
    }

    [Fact]
    public void Seal_Twice_ShowsNeitherTheSecretNorThatTheyAreAlike()
    {
        var long32 = RandomNumberGenerator.GetBytes(32);
        var (one, other) = (_sut.Seal(long32, "ann"), _sut.Seal(long32, "ann"));

        Assert.NotEqual(one, other);
        Assert.Equal(-1, one.AsSpan().IndexOf(long32));
    }

    [Fact]
    public void Open_OfAnotherOwnerPurposeOrSecret_Fails()
    {
        var box = _sut.Seal(Secret, "ann");
        var other = MasterSecret.FromText(new string('o', 32));

        Assert.ThrowsAny<CryptographicException>(() => _sut.Open(box, "ben"));
        Assert.ThrowsAny<CryptographicException>(() => new SecretBox(Master, "others").Open(box, "ann"));
        Assert.ThrowsAny<CryptographicException>(() => new SecretBox(other, "tests").Open(box, "ann"));
    }

    [Fact]
    public void Open_AnyByteAltered_Fails()
    {
        var box = _sut.Seal(Secret, "ann");
        for (var at = 0; at < box.Length; at++)
        {
            box[at] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => _sut.Open(box, "ann"));
            box[at] ^= 1;
        }

        Assert.ThrowsAny<CryptographicException>(() => _sut.Open(box.AsSpan(0, 20), "ann"));
    }
}
