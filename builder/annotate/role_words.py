"""Words that tell what somebody is: occupations, offices, ranks, relations, and the words before and after them.

All are in lower case and singular. They only serve to read what an article calls a person whom it is known to name;
``lexicon`` has the fewer words that prove that a name is a person's.
"""

from builder.annotate.lexicon import ROLE_NOUNS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


RELATIONS = _words(
    "acquaintance admirer ally associate aunt benefactor boyfriend bride bridegroom brother brother-in-law buddy"
    " classmate colleague companion comrade confidant confidante contemporary counterpart cousin dad daughter"
    " daughter-in-law descendant ex-boyfriend ex-girlfriend ex-husband ex-wife father father-in-law father-of-four"
    " father-of-one father-of-three father-of-two fiance fiancee fiancé fiancée flatmate foe friend girlfriend"
    " goddaughter godfather godmother godson grandad granddad granddaughter grandfather grandma grandmother grandpa"
    " grandparent grandson great-aunt great-granddaughter great-grandfather great-grandmother great-grandson"
    " great-nephew great-niece great-uncle guardian half-brother half-sister heir husband in-law lover mate mentor"
    " mistress mom mother mother-in-law mother-of-four mother-of-one mother-of-three mother-of-two mum namesake"
    " neighbor neighbour nephew niece opponent pal parent partner predecessor protege protegee protégé protégée"
    " relative rival roommate sibling sister sister-in-law son son-in-law soulmate spouse stepbrother stepdaughter"
    " stepfather stepmother stepsister stepson successor teammate uncle widow widower wife"
)
"""What somebody is to somebody else: shown last, and only if the text says to whom."""

WEAK = _words(
    "aide assistant deputy employee follower insider member native official representative resident spokesman"
    " spokesperson spokeswoman supporter surrogate worker"
)
"""What says little by itself: shown only if the text says of what or whom."""

_OCCUPATIONS = _words(
    "abbess abbot academic accountant acrobat activist actor actress actuary adjutant administrator admiral adviser"
    " advisor advocate agent agronomist aide alderman alumna alumnus ambassador anaesthetist analyst anchor anchorman"
    " anchorwoman anesthesiologist anesthetist animator announcer anthropologist apprentice arbitrator archaeologist"
    " archbishop archdeacon archeologist architect archivist artist assemblyman assemblywoman assistant astronaut"
    " astronomer astrophysicist athlete attaché attendant attorney attorney-general auctioneer auditor auditor-general"
    " author aviator aviatrix ayatollah backbencher bailiff baker ballerina bandleader bandmaster banjoist banker"
    " barber barista baritone barman baron baroness barrister bartender bassist batsman batter beekeeper bellhop"
    " billionaire biochemist biographer biologist bishop blacksmith blogger bodyguard bookkeeper bookmaker bookseller"
    " botanist bowler boxer breeder brewer bricklayer brigadier broadcaster broker builder bursar businessman"
    " businessperson businesswoman butcher butler cabdriver cabinetmaker cadet cameraman camerawoman campaigner"
    " candidate captain captain-general cardinal cardiologist carer caretaker caricaturist carpenter cartographer"
    " cartoonist cashier caterer cellist chair chairman chairman-elect chairperson chairwoman challenger chamberlain"
    " champion chancellor chaplain chauffeur chef chemist chief chiropractor choirmaster choreographer cinematographer"
    " clarinetist cleaner clergyman cleric clerk climatologist climber clinician co-anchor co-author co-captain"
    " co-chair co-chairman co-chairwoman co-creator co-curator co-director co-editor co-founder co-host co-leader"
    " co-manager co-ordinator co-organizer co-owner co-pilot co-president co-producer co-sponsor co-star co-writer"
    " coach cobbler codebreaker coder cofounder collector colonel columnist comedian comic commandant commander"
    " commander-in-chief commentator commissioner composer comptroller comptroller-general concierge conductor"
    " congressman congressman-elect congressperson congresswoman conservationist constable consul consul-general"
    " consultant contender contractor contributor controller cook coordinator copilot copywriter coroner corporal"
    " correspondent cosmetologist cosmonaut costumier councillor councilman councilmember councilor councilwoman"
    " counsel counsellor counselor countess courier couturier cowboy craftsman creator cricketer criminologist critic"
    " crooner cryptographer cryptologist curate curator custodian cyclist dancer deacon dealer dean decorator defender"
    " delegate democrat demographer demonstrator dentist deputy dermatologist designer detective developer dictator"
    " dietician dietitian diplomat director director-general dissident distiller diver docent docker doctor donor"
    " doorkeeper doorman dramatist dramaturge draper draughtsman dressmaker driver drummer duchess duke earl ecologist"
    " economist editor editor-in-chief educator electrician emir emperor employee employer empress endocrinologist"
    " engineer engraver entertainer entrepreneur environmentalist envoy epidemiologist essayist ethicist evangelist"
    " examiner executive executor expert explorer exporter farmer farmhand fellow fencer ferryman fighter filmmaker"
    " finalist financier firefighter fireman fisherman flautist florist flutist folklorist footballer foreman forester"
    " founder freshman front-runner frontbencher frontman frontrunner frontwoman fullback fundraiser futurist"
    " gamekeeper gaoler gardener gastroenterologist general geneticist geographer geologist ghostwriter glassblower"
    " goalie goalkeeper goalscorer goaltender gofer goldsmith golfer gondolier governess governor governor-elect"
    " governor-general graduate grammarian grocer groundskeeper guard guide guitarist gunner gymnast gynaecologist"
    " gynecologist hacker hairdresser hairstylist halfback handyman harpist harpsichordist head headhunter headmaster"
    " headmistress headteacher healer heir heiress hematologist herbalist herder historian homemaker host hostess"
    " hotelier housekeeper humanitarian humorist hunter hurdler hydrologist hypnotist illusionist illustrator imam"
    " immunologist importer impresario incumbent industrialist infantryman infielder influencer innkeeper inspector"
    " instructor instrumentalist intern internist interpreter interviewer inventor investigator investor ironmonger"
    " ironworker jailer janitor jeweler jeweller jockey joiner journalist judge jurist justice keeper keyboardist king"
    " laborer labourer lamplighter lancer landlady landlord landowner landscaper laureate lawmaker lawyer leader"
    " lecturer legislator lexicographer liaison librarian librettist lieutenant lieutenant-colonel lieutenant-general"
    " lieutenant-governor lifeguard linebacker lineman linguist lobbyist locksmith logger logician longshoreman"
    " lord-lieutenant lumberjack lutenist luthier lyricist machinist magician magistrate magnate maid mailman"
    " major-general manager marine mariner marksman marshal masseur masseuse mathematician matron mayor mayor-elect"
    " mayoress mechanic medalist medallist mediator medic member memoirist merchant metalworker meteorologist"
    " mezzo-soprano microbiologist middleweight midfielder midshipman midwife milkman miller milliner millionaire"
    " miner minister missionary model moderator mogul monarch monk mountaineer mufti mullah muralist musician"
    " musicologist nanny narrator nationalist naturalist naturopath navigator negotiator neurologist neuroscientist"
    " neurosurgeon newscaster newsman newspaperman newspaperwoman newsreader newswoman nobleman nominee notary"
    " notetaker novelist novice nun nuncio nurse nutritionist oarsman oboist obstetrician oceanographer officer"
    " official olympian ombudsman oncologist operative operator optician optometrist orator organiser organist"
    " organizer ornithologist orthodontist outfielder outrider owner pacifist packer paediatrician painter"
    " palaeontologist paleontologist pamphleteer panelist panellist paralegal paralympian paramedic paratrooper"
    " parliamentarian parson partisan pastor pathologist patriarch patrolman patron pawnbroker peacekeeper"
    " pediatrician pensioner percussionist performer pharmacist pharmacologist philanthropist philosopher photographer"
    " photojournalist physician physicist physiologist physiotherapist pianist pilot pioneer piper pitcher planner"
    " plasterer player playmaker playwright plumber podcaster poet poetess polemicist policeman policewoman"
    " policymaker politician politico pollster pope porter postman postmaster postmistress potter powerlifter"
    " prankster preacher prefect prelate premier premier-elect presenter president president-elect priest priestess"
    " prince princess principal printer printmaker prioress producer professor programmer promoter propagandist"
    " proprietor prosecutor provost psychiatrist psychic psychoanalyst psychologist psychotherapist publican publicist"
    " publisher pugilist pundit pupil puppeteer purser purveyor quarterback queen quilter rabbi racer radiographer"
    " radiologist rancher ranger rapper realtor receptionist recruiter rector referee reformer regent registrar"
    " reporter representative republican researcher resident restaurateur retailer retiree reverend reviewer rider"
    " ringmaster rockstar roofer rower ruler runner runner-up saddler sailor salesman salesperson saleswoman satirist"
    " saxophonist scholar schoolboy schoolgirl schoolteacher scientist screenwriter scriptwriter sculptor seaman"
    " seamstress secretary secretary-general seismologist semifinalist senator senator-elect seneschal separatist"
    " sergeant servant serviceman servicewoman sexologist shareholder sheikh shepherd sheriff shipbuilder shipowner"
    " shipwright shoemaker shopkeeper shopowner shortstop showrunner sidekick signaller silversmith singer"
    " singer-songwriter skateboarder skater skier skipper snowboarder socialist socialite sociologist soldier"
    " solicitor solicitor-general soloist sommelier songwriter soprano speaker specialist speechwriter spindoctor"
    " spokesman spokesperson spokeswoman sponsor sportscaster sportsman sportswoman sportswriter sprinter spy squire"
    " staffer stagehand star statesman stateswoman stationmaster statistician steelworker stenographer steward"
    " stewardess stockbroker stonemason storekeeper storyteller strategist striker student stuntman stuntwoman stylist"
    " sub-lieutenant subcontractor subeditor suffragette suffragist sultan superintendent supermodel superstar"
    " supervisor surfer surgeon surgeon-general surrogate surveyor swimmer swordsman tailback tailor tanner"
    " taxidermist teacher technician technologist televangelist teller tenor tester thatcher theologian theorist"
    " therapist thespian timekeeper toastmaster tobacconist toolmaker toxicologist trader tradesman trainee trainer"
    " translator trapper treasurer triathlete tribesman trombonist trooper trucker trumpeter trustee tsar tutor tycoon"
    " typist umpire undergraduate undersecretary understudy undertaker underwriter unionist upholsterer urologist"
    " usher valet vaudevillian vendor ventriloquist venturer vet veteran veterinarian vibraphonist vicar vice-admiral"
    " vice-chair vice-chairman vice-chancellor vice-president viceroy vintner violinist violist virologist viscount"
    " vlogger vocalist volcanologist volunteer waiter waitress warden warlord washerwoman watchmaker weatherman weaver"
    " webmaster welder whistleblower winemaker winger winner woodcarver woodworker worker wrestler writer yachtsman"
    " yachtswoman yeoman yogi youtuber zookeeper zoologist"
)

HEADS = ROLE_NOUNS | RELATIONS | WEAK | _OCCUPATIONS
"""Words for what a person is or does. Nothing here is said only to praise or to accuse."""

LIMITING = _words(
    "acting adjunct alternate aspiring assistant associate caretaker co deputy designate erstwhile ex former honorary"
    " incoming interim junior late long-time longtime one-time onetime outgoing provisional retired retiring"
    " self-described self-proclaimed senior shadow sometime sub then vice visiting would-be"
)
"""Words without which a role would say more than the text does."""

VAGUE = LIMITING | _words(
    "close eldest elder faithful first fellow junior key lead leading local loyal main mid-level new old older"
    " oldest one other principal ranking second senior-level top trusted unnamed young younger youngest"
)
"""Words before a head that do not tell of whom or what."""

MODIFIERS = _words(
    "acclaimed accused acting adjunct admired aerospace affairs african agriculture air aircraft airline alleged"
    " alternate american appointed arab archaeology army art arts aspiring assistant associate award bank banking"
    " basketball beauty beloved bereaved bestselling bicycle black board border boxing brand broadcast budget building"
    " bureau bus cabinet campaign car career caretaker cavalry celebrated celebrity chief child children's church"
    " circuit city climate club co college comedy communications communist community company computer concert"
    " confirmed construction consumer content convicted corporate counterterrorism country county court cricket crime"
    " crown culture customs cyber cycling dance data debate decorated defeated defence defense department deposed"
    " deputy designate despised detained development disabled disgraced dissident distinguished district division drug"
    " eastern economy education elder elected election elections embattled emergency eminent energy engineering"
    " enterprise entertainment environment erstwhile established estate esteemed ex exiled experienced factory faculty"
    " failed famed family farm fashion fellow feminist field figure film finance fire fired first flamenco fleet"
    " flight folk food football foreign formation former foundation founding freelance french frontbench fund gay"
    " german gifted gold golf government graduate guest gun hardline head health hedge high highway history hockey"
    " holocaust home homicide house housing human immigration impeached imprisoned incoming independent indicted indie"
    " industry infantry information infrastructure injured intelligence interim interior internet investment islamist"
    " jailed jazz job joint junior justice juvenile knighted labor labour land language late law lead leading league"
    " learned leftist lieutenant longtime major majority managing maritime marketing married media men's middle"
    " minority mobile moderate modern morning motor movie murder muslim nationalist navy network new news newspaper"
    " night noble nominated northern noted novice nuclear nursery office oil old older oldest onetime online opera"
    " operations opposition orthodox ousted outgoing outspoken pardoned parks party peace pension people's petroleum"
    " philosophy pioneering planning police policy pop popular populist port prime prison private prize product"
    " production program programme prominent property prosecution pub publicity published qualified radio railway"
    " ranked ranking reality rear recognised recognized reelected registered relations relief religion renowned"
    " reporting republican reputed research resources respected restaurant retired retiring rights rock rookie rugby"
    " running sacked safety sales science screen seasoned secret section securities security senate senior serving"
    " session shadow share silver sitting skilled soap soccer socialist software solo sometime south southern soviet"
    " space sports staff stage state station stem stock street studio sub suburban supply support supreme suspected"
    " sustainability swimming syndicated talented talk tax team tech technology teen teenage telecom television tennis"
    " textile theater theatre then third title titled top town track trade trained training transit transport"
    " transportation treasury trusted tv u.n. u.s. undercover unelected union university unnamed unpaid urban"
    " vaudeville venture veteran vice video visiting volunteer war water wealthy weather web welfare western white"
    " wildlife wind women's world wounded young younger youngest youth zoo"
)
"""Words before an occupation that do not look like adjectives; some are verbs, participles or plurals elsewhere."""

PRAISE = _words(
    "amazing awful bad beautiful best better big brilliant competent con consummate corrupt crooked dangerous"
    " decent disgraceful dishonest dreadful excellent fabulous fantastic fine formidable good great greatest"
    " horrible ideal incompetent incredible lavish lousy nice outstanding perfect poor real remarkable shameless"
    " so-called strong stupid terrible terrific true ugly weak wonderful worse worst wrong"
)
"""Words that judge: what follows them is an opinion."""

HYPOTHETICAL = _words("future hypothetical likely next possible potential prospective supposed would-be")
"""Words before what somebody is not, or not yet: "a potential candidate"."""

BACKGROUND = _words(
    "aboriginal african african-american arab armenian asian atheist bisexual black blond blonde brown brunette"
    " buddhist catholic caucasian christian coptic evangelical female gay hindu hispanic immigrant indigenous"
    " islamic jewish kurdish latina latino lesbian lutheran male methodist mormon muslim nonwhite orthodox"
    " pentecostal presbyterian protestant quaker roman sephardic shia shiite sikh straight sunni transgender white"
    " woman"
)
"""Faith, origin, color and the like: before a head, they do not tell of what or where somebody is something."""

FORMER = _words("erstwhile ex former late one-time onetime sometime then")
"""Words for what somebody no longer is."""

AUTHORS = _words(
    "actor actress author co-author co-creator co-star composer creator illustrator inventor narrator novelist"
    " painter playwright poet producer screenwriter sculptor singer songwriter star translator writer"
)
"""Heads whose "of" is followed by the name of a work."""

WORKS = _words("architect co-host designer director editor host")
"""Heads whose "of" may be followed by the name of a work, or of an organization."""

ACRONYMS = _words("AG CEO CFO CIO CMO COO CTO DA DJ Democrat EVP KC MC MEP MLA MP MSP QC Republican SVP TD VP")
"""Short forms of heads; only in capitals."""

IN_FULL = {
    "adm.": "admiral",
    "capt.": "captain",
    "col.": "colonel",
    "gen.": "general",
    "gov.": "governor",
    "lt.": "lieutenant",
    "maj.": "major",
    "rep.": "representative",
    "sen.": "senator",
    "sgt.": "sergeant",
}
"""Titles by their abbreviations."""

SURNAMES = _words(
    "abbot archer baker banker barber bishop brewer butcher butler carpenter cook cooper dancer dean draper duke earl"
    " farmer fisher forester gardener glover hunter joiner judge king knight major marshal mason merchant miller minor"
    " monk page painter parson pope porter potter priest prince ranger shepherd sheriff singer skinner slater spencer"
    " squire steward stone tailor tanner thatcher turner walker warden weaver wright"
)
"""Heads that are family names as well: in capitals they count only as titles."""

DETERMINERS = _words("a an another her his its my our the their your")
"""Words that begin a phrase and are no part of a role."""

PREPOSITIONS = _words(
    "about above across after against along alongside amid among around at before behind below beside besides between"
    " by despite during for from in including into like near of on onto over per since than through to toward towards"
    " under unlike until upon via with within without"
)

PRONOUNS = _words(
    "anybody everybody everyone he he's herself him himself i i'm it it's itself me myself nobody one's she she's"
    " someone that that's them themselves these they they're this those us we we're you"
)

RELATIVES = _words("how that what when where which who who's whom whose why")

AUXILIARIES = _words(
    "am are aren't asks be beat became been began being bought broke brought built calls came can can't cannot caught"
    " comes could couldn't cut did didn't do does doesn't don't drew fell fought found gave gets gives goes got had"
    " hadn't has hasn't have haven't having heard held hit is isn't joins kept knew lay led left let lost made makes"
    " may meets met might must names paid put ran rose sat saw say says sent set shall should sold stood takes tells"
    " thought threw took wants was wasn't went were weren't will won won't would wouldn't"
)
"""Auxiliaries, and past forms that do not end in -ed."""

CONJUNCTIONS = _words("& although and as because but if nor once or so though unless whereas whether while yet")

ADVERBS = _words(
    "again ago already also always both currently even ever formerly here just later never no not now often once only"
    " percent previously quite rather really recently soon still then there today tomorrow too very yesterday"
)

ORDINALS = _words(
    "biggest first highest largest last latest least longest most next oldest only other same second such third"
    " youngest"
)
"""Words that need what follows: "the first president to resign"."""

GERUNDS = _words(
    "accounting acting advertising banking beijing being betting boxing broadcasting building casting catering"
    " cooking counseling counselling cycling drawing engineering evening farming filming fishing founding funding"
    " fundraising gaming gardening hearing housing hunting incoming investing king leading learning lending licensing"
    " managing manufacturing marketing meeting mining morning nursing offering opening outgoing painting parking"
    " planning policing printing programming publishing purchasing racing recruiting reigning ring sailing screening"
    " shipping shopping sitting skating skiing spending spring staffing string swimming teaching testing trading"
    " trafficking training visiting wedding wellbeing wing wrestling writing"
)
"""Nouns and adjectives that end like participles."""

VERBAL = _words(
    "ally anchor author broker butcher captain chair champion coach cook counsel doctor engineer father guard guide"
    " head host judge mentor minister model mother nurse partner patron pilot pioneer rival shepherd sponsor star"
    " tutor usher volunteer"
)
"""Words for people that are verbs as well: before a name they need a word that shows the noun."""

BASE_VERBS = _words("choose elect include involve join need pick prefer replace visit want")
"""Other verbs before an occupation, as in "those there include incumbent X"."""

VERBS_LIKE_ADJECTIVES = _words(
    "abolish address arrive assail assess believe bless bypass cancel channel cherish compel conceal conceive"
    " confess deceive demolish deprive derail derive disable discuss dismiss dispel embarrass enable entail"
    " establish excel expel fail feel finish forgive give guess harass heal impress kneel mimic outlive perceive"
    " possess prevail propel publish punish quarrel receive relieve relish repel reveal revive steal strive suppress"
    " survive thrive unveil vanish"
)
"""Verbs that end like adjectives: before an occupation they are no part of it."""

VERBS_LIKE_MODIFIERS = _words("back film fund head house lead share staff stage support track trust")
"""Modifiers that are verbs before "former" and the like."""

RHETORICAL = _words(
    "actor ally artist champion contender critic dictator emperor fan favorite fighter friend guide hero king partner"
    " pioneer player queen ruler star warrior winner"
)
"""What is often said of somebody without being a role."""
