using Atelier.Data.Secrets;
using Atelier.Data.Tests.Blobs;

namespace Atelier.Data.Tests.Secrets;

public sealed class MasterSecretTests
{
    private const string Text = "a secret of at least thirty-two characters";

    [Fact]
    public void Derive_Purposes_NeverShareAKey()
    {
        var secret = MasterSecret.FromText(Text);
        string[] purposes = ["urls", "webhooks", "urls ", "Urls", ""];

        var keys = purposes.Select(purpose => Convert.ToHexString(secret.Derive(purpose))).ToList();

        Assert.Distinct(keys);
        Assert.All(keys, key => Assert.Equal(64, key.Length));
        Assert.DoesNotContain(keys, key => key.StartsWith(secret.KeyId, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void FromText_SameSecret_DerivesTheSame()
    {
        var (one, same, other) = (
            MasterSecret.FromText(Text),
            MasterSecret.FromText(Text),
            MasterSecret.FromText(Text + ".")
        );

        Assert.Equal(one.KeyId, same.KeyId);
        Assert.Equal(one.Derive("urls"), same.Derive("urls"));
        Assert.NotEqual(one.KeyId, other.KeyId);
        Assert.NotEqual(one.Derive("urls"), other.Derive("urls"));
        Assert.Matches("^[0-9a-f]{8}$", one.KeyId);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(31, false)]
    [InlineData(32, true)]
    public void FromText_TooShort_NamesTheSettingAndTheWayOut(int length, bool fine)
    {
        var text = new string('x', length);
        if (fine)
        {
            Assert.NotNull(MasterSecret.FromText(text));
            return;
        }

        var refused = Assert.Throws<ArgumentException>(() => MasterSecret.FromText(text));
        Assert.Contains("ATELIER_SECRET", refused.Message, StringComparison.Ordinal);
        Assert.Contains("openssl rand -hex 32", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromFile_Missing_MakesOneThatOnlyTheOwnerReadsAndKeepsIt()
    {
        using var folder = new BlobFolder();
        var path = folder.At("secret");

        var made = MasterSecret.FromFile(path);
        var again = MasterSecret.FromFile(path);

        Assert.Equal(made.Derive("urls"), again.Derive("urls"));
        Assert.Matches("^[0-9a-f]{64}\n$", File.ReadAllText(path));
        Assert.Equal(["secret"], folder.Files);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        using var other = new BlobFolder();
        Assert.NotEqual(made.KeyId, MasterSecret.FromFile(other.At("secret")).KeyId);
    }

    [Fact]
    public void Write_ExistingOpenFile_ReplacesItAndClosesIt()
    {
        using var folder = new BlobFolder();
        var path = folder.At("key");
        File.WriteAllText(path, "old and readable by all");
        File.WriteAllText(path + ".tmp", "left by a killed process");

        PrivateFile.Write(path, "new");

        Assert.Equal("new\n", File.ReadAllText(path));
        Assert.Equal(["key"], folder.Files);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }
}
