using Atelier.TestKit.Postgres;

namespace Atelier.Data.Tests.Cluster;

/// <summary>Where the tests' own clusters lie.</summary>
public sealed class MemoryRoomTests
{
    private const long Plenty = 8L << 30;

    [Theory]
    [InlineData(Plenty, "MemTotal:       16000000 kB\nMemAvailable:    8000000 kB\n", true)]
    [InlineData(Plenty, "MemTotal:       16000000 kB\nMemAvailable:    2000000 kB\n", false)]
    [InlineData(Plenty, "MemTotal:       16000000 kB\n", false)]
    [InlineData(1L << 30, "MemTotal:       16000000 kB\nMemAvailable:    8000000 kB\n", false)]
    public void Suffices_FolderAndMachine_BothMustHaveRoom(long free, string meminfo, bool suffices) =>
        Assert.Equal(suffices, MemoryRoom.Suffices(free, meminfo));
}
